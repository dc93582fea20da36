//! Open data: everything but what is personal, as JSON and CSV, with no key. Every figure shown anywhere can be
//! computed from it.

mod candidates;
mod draws;
mod results;
mod table;

use crate::app::App;
use crate::published::Document;
use crate::store::StoreError;
use isoloir_shared::api::types::Round;
use serde::Serialize;
use table::Table;

/// What there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Name {
    /// Candidates with their history.
    Candidates,
    /// Supports and nominations still held, by candidate and day.
    Supports,
    /// Phases and the log of changes.
    Calendar,
    /// Lots issued, gone back and cast per candidate.
    Lots,
    /// Every draw, for a replay.
    Draws,
    /// The result of the pre-selection.
    ResultsPreselection,
    /// The result of the final.
    ResultsFinal,
}

impl Name {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Candidates,
        Self::Supports,
        Self::Calendar,
        Self::Lots,
        Self::Draws,
        Self::ResultsPreselection,
        Self::ResultsFinal,
    ];

    /// In an address.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Candidates => "candidates",
            Self::Supports => "supports",
            Self::Calendar => "calendar",
            Self::Lots => "lots",
            Self::Draws => "draws",
            Self::ResultsPreselection => "results-preselection",
            Self::ResultsFinal => "results-final",
        }
    }
}

/// In which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// JSON.
    Json,
    /// CSV with a line of names.
    Csv,
}

/// One file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct File {
    /// What.
    pub name: Name,
    /// In which form.
    pub form: Form,
}

impl File {
    /// From the last part of an address: `lots.csv`.
    pub fn parse(file: &str) -> Option<Self> {
        let (slug, form) = file.rsplit_once('.')?;
        let form = match form {
            "json" => Form::Json,
            "csv" => Form::Csv,
            _ => return None,
        };
        Name::ALL.into_iter().find(|name| name.slug() == slug).map(|name| Self { name, form })
    }
}

/// The index: what there is and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct IndexView {
    /// The primary's short name.
    pub primary: String,
    /// The files.
    pub files: Vec<FileView>,
}

/// One line of the index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FileView {
    /// Its name.
    pub name: String,
    /// Where it is as JSON.
    pub json: String,
    /// Where it is as CSV.
    pub csv: String,
}

/// The index.
pub fn index(primary: &str) -> IndexView {
    let file = |name: Name| {
        let slug = name.slug();
        FileView {
            name: slug.to_owned(),
            json: format!("/v1/open-data/{slug}.json"),
            csv: format!("/v1/open-data/{slug}.csv"),
        }
    };
    IndexView { primary: primary.to_owned(), files: Name::ALL.into_iter().map(file).collect() }
}

/// Makes a file. A result that is not published yet makes an empty one: routes refuse it before.
pub async fn make(app: &App, file: File) -> Result<Document, StoreError> {
    let table: Table = match file.name {
        Name::Candidates => candidates::candidates(app).await?,
        Name::Supports => candidates::supports(app).await?,
        Name::Calendar => candidates::calendar(app).await?,
        Name::Lots => draws::lots(app).await?,
        Name::Draws => draws::draws(app).await?,
        Name::ResultsPreselection => results::result(app, Round::Preselection).await?,
        Name::ResultsFinal => results::result(app, Round::Final).await?,
    };
    match file.form {
        Form::Json => Document::json(&table.json),
        Form::Csv => Ok(Document::new("text/csv; charset=utf-8", table.csv()?)),
    }
}
