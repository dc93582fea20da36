//! One set of data in both forms.

use crate::store::StoreError;
use serde::Serialize;
use serde_json::Value;

/// A set of data: whole as JSON, by rows as CSV.
#[derive(Clone, Debug)]
pub struct Table {
    /// As JSON.
    pub json: Value,
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// No rows yet.
    pub fn new(json: impl Serialize, header: &[&str]) -> Result<Self, StoreError> {
        let json = serde_json::to_value(json).map_err(|e| StoreError::Broken(e.to_string()))?;
        Ok(Self { json, header: header.iter().map(|name| (*name).to_owned()).collect(), rows: Vec::new() })
    }

    /// One more column.
    pub fn column(&mut self, name: &str) {
        self.header.push(name.to_owned());
    }

    /// One more row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// As CSV.
    pub fn csv(&self) -> Result<Vec<u8>, StoreError> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let broken = |e: csv::Error| StoreError::Broken(e.to_string());
        writer.write_record(&self.header).map_err(broken)?;
        for row in &self.rows {
            writer.write_record(row.iter().map(|cell| harmless(cell))).map_err(broken)?;
        }
        writer.into_inner().map_err(|e| StoreError::Broken(e.to_string()))
    }
}

/// People open these files in spreadsheets, which run what begins like a formula.
fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

/// A word of the API (a state, a phase) as text.
pub fn word(word: &impl Serialize) -> String {
    serde_json::to_value(word).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_no_formula() {
        let mut table = Table::new((), &["name", "supports"]).unwrap();
        table.row(["=HYPERLINK(\"x\")".to_owned(), "3".to_owned()]);
        table.row(["Élodie, dite \"Lo\"".to_owned(), "0".to_owned()]);
        let csv = String::from_utf8(table.csv().unwrap()).unwrap();
        assert_eq!(csv, "name,supports\n\"'=HYPERLINK(\"\"x\"\")\",3\n\"Élodie, dite \"\"Lo\"\"\",0\n");
    }
}
