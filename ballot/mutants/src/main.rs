//! Rewrites a tree so that each mutant waits behind `crate::mutant::is(number)`: one compilation for all of them. To those of a
//! list it adds its own: each check left out (`if … { return … }`), and each statement (`check()?;`, `sum += 1;`).
//!
//! Usage: isoloir-ballot-mutants TREE LIST SKIP > PLACES. LIST is `cargo mutants --list --json`; SKIP has numbers of mutants
//! to leave out (those that do not compile), one a line; PLACES says what the own ones are, and where in the rewritten files
//! each mutant stands.

use serde_json::{Value, json};
use std::collections::{BTreeMap, HashSet};
use std::error::Error;
use std::fs;
use std::ops::Range;
use std::path::Path;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

struct Mutant {
    number: usize,
    genre: String,
    span: Range<usize>,
    replacement: String,
}

/// Text put before or after a part of a file.
struct Insert {
    at: usize,
    /// Those of what is around come first at a start, last at an end.
    rank: (u8, i64),
    text: String,
    mutant: Option<usize>,
}

struct File<'a> {
    name: &'a str,
    source: &'a str,
    skip: &'a HashSet<usize>,
    /// The mutants that this program adds, in all files.
    own: &'a mut Vec<String>,
    /// Mutants of the list.
    listed: usize,
    mutants: Vec<Mutant>,
    inserts: Vec<Insert>,
    done: HashSet<usize>,
    depth: i64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [tree, list, skip] = &args[..] else { return Err("usage: TREE LIST SKIP".into()) };
    let list: Vec<Value> = serde_json::from_slice(&fs::read(list)?)?;
    let skip: HashSet<usize> = fs::read_to_string(skip)?.lines().filter_map(|line| line.parse().ok()).collect();
    let mut files: BTreeMap<&str, Vec<(usize, &Value)>> = BTreeMap::new();
    for (place, mutant) in list.iter().enumerate() {
        files.entry(mutant["file"].as_str().ok_or("no file")?).or_default().push((place + 1, mutant));
    }
    let (mut places, mut own) = (Vec::new(), Vec::new());
    for (name, mutants) in files {
        let path = Path::new(tree).join(name);
        let source = fs::read_to_string(&path)?;
        let mutants = mutants.into_iter().filter(|(number, _)| !skip.contains(number));
        let mutants = mutants.map(|(number, value)| read(number, value, &source)).collect::<Option<Vec<_>>>();
        let mut file = File {
            name,
            source: &source,
            skip: &skip,
            own: &mut own,
            listed: list.len(),
            mutants: mutants.ok_or("a list of another version")?,
            inserts: Vec::new(),
            done: HashSet::new(),
            depth: 0,
        };
        file.bodies();
        file.visit_file(&syn::parse_file(&source)?);
        let (text, inserted) = file.write();
        fs::write(path, text)?;
        places.extend(inserted.into_iter().map(|(number, range)| json!([name, number, range.start, range.end])));
    }
    println!("{}", json!({ "places": places, "own": own }));
    Ok(())
}

fn read(number: usize, value: &Value, source: &str) -> Option<Mutant> {
    let place = |place: &Value| {
        let (line, column) = (place["line"].as_u64()?, place["column"].as_u64()?);
        let start: usize = source.split_inclusive('\n').take(usize::try_from(line).ok()? - 1).map(str::len).sum();
        let within: usize = source[start..].chars().take(usize::try_from(column).ok()? - 1).map(char::len_utf8).sum();
        Some(start + within)
    };
    let span = place(&value["span"]["start"])?..place(&value["span"]["end"])?;
    let replacement = value["replacement"].as_str()?.to_owned();
    Some(Mutant { number, genre: value["genre"].as_str()?.to_owned(), span, replacement })
}

impl File<'_> {
    fn text(&self, range: Range<usize>) -> &str {
        &self.source[range]
    }

    /// The mutants of a genre whose place starts here.
    fn at(&mut self, genre: &str, start: usize) -> Vec<(usize, String, Range<usize>)> {
        let found = self.mutants.iter().filter(|mutant| mutant.genre == genre && mutant.span.start == start);
        let found: Vec<_> =
            found.map(|mutant| (mutant.number, mutant.replacement.clone(), mutant.span.clone())).collect();
        self.done.extend(found.iter().map(|(number, ..)| *number));
        found
    }

    fn insert(&mut self, at: usize, rank: (u8, i64), text: String, mutant: Option<usize>) {
        self.inserts.push(Insert { at, rank, text, mutant });
    }

    /// `(if is(1) { other } else if … else { this })`
    fn wrap(&mut self, range: Range<usize>, others: Vec<(usize, String)>) {
        if others.is_empty() {
            return;
        }
        let depth = self.depth;
        self.insert(range.start, (2, depth), "(".into(), None);
        for (number, other) in others {
            let text = format!("if crate::mutant::is({number}) {{ {other} }} else ");
            self.insert(range.start, (2, depth), text, Some(number));
        }
        self.insert(range.start, (2, depth), "{ ".into(), None);
        self.insert(range.end, (1, -depth), " })".into(), None);
    }

    /// One that the list has not; none if it is to be left out.
    fn own(&mut self, at: usize, what: &str) -> Option<usize> {
        let line = self.source[..at].matches('\n').count() + 1;
        let column = at - self.source[..at].rfind('\n').map_or(0, |end| end + 1) + 1;
        self.own.push(format!("{}:{line}:{column}: {what}", self.name));
        let number = self.listed + self.own.len();
        (!self.skip.contains(&number)).then_some(number)
    }

    fn bodies(&mut self) {
        let all: Vec<_> = self.mutants.iter().filter(|mutant| mutant.genre == "FnValue").collect();
        let all: Vec<_> = all.iter().map(|m| (m.number, m.span.start, m.replacement.clone())).collect();
        for (number, start, value) in all {
            self.done.insert(number);
            let text = format!("if crate::mutant::is({number}) {{ return {value}; }} ");
            self.insert(start, (2, i64::MIN), text, Some(number));
        }
    }

    fn write(mut self) -> (String, Vec<(usize, Range<usize>)>) {
        for mutant in self.mutants.iter().filter(|mutant| !self.done.contains(&mutant.number)) {
            eprintln!("not placed: {} {} {:?}", mutant.number, mutant.genre, &self.source[mutant.span.clone()]);
        }
        self.inserts.sort_by_key(|insert| (insert.at, insert.rank));
        let (mut text, mut from, mut places) = (String::new(), 0, Vec::new());
        for insert in &self.inserts {
            text.push_str(&self.source[from..insert.at]);
            from = insert.at;
            if let Some(number) = insert.mutant {
                places.push((number, text.len()..text.len() + insert.text.len()));
            }
            text.push_str(&insert.text);
        }
        text.push_str(&self.source[from..]);
        (text, places)
    }
}

/// Is this code only compiled for tests?
fn for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident("cfg"))
}

/// Does this end with a `return`, `break` or `continue`?
fn leaves(block: &syn::Block) -> bool {
    let last = match block.stmts.last() {
        Some(syn::Stmt::Expr(expr, _)) => expr,
        _ => return false,
    };
    matches!(last, syn::Expr::Return(_) | syn::Expr::Break(_) | syn::Expr::Continue(_))
}

fn has_let(expr: &syn::Expr) -> bool {
    match expr {
        syn::Expr::Let(_) => true,
        syn::Expr::Binary(binary) => has_let(&binary.left) || has_let(&binary.right),
        _ => false,
    }
}

impl<'ast> Visit<'ast> for File<'_> {
    fn visit_item_mod(&mut self, node: &'ast syn::ItemMod) {
        if !for_tests(&node.attrs) {
            visit::visit_item_mod(self, node);
        }
    }

    fn visit_expr_if(&mut self, node: &'ast syn::ExprIf) {
        if leaves(&node.then_branch) && node.else_branch.is_none() {
            let range = node.cond.span().byte_range();
            if let Some(number) = self.own(range.start, "leave this check out") {
                let open = if has_let(&node.cond) { "" } else { "(" };
                let text = format!("!crate::mutant::is({number}) && {open}");
                self.insert(range.start, (2, self.depth - 1), text, Some(number));
                if !open.is_empty() {
                    self.insert(range.end, (1, 1 - self.depth), ")".into(), None);
                }
            }
        }
        self.depth += 2;
        visit::visit_expr_if(self, node);
        self.depth -= 2;
    }

    fn visit_stmt(&mut self, node: &'ast syn::Stmt) {
        let acts = |expr: &syn::Expr| match expr {
            syn::Expr::Try(_) | syn::Expr::MethodCall(_) | syn::Expr::Call(_) | syn::Expr::Assign(_) => true,
            syn::Expr::Binary(binary) => {
                matches!(binary.op, syn::BinOp::AddAssign(_) | syn::BinOp::SubAssign(_) | syn::BinOp::MulAssign(_))
            }
            _ => false,
        };
        if let syn::Stmt::Expr(expr, Some(_)) = node
            && acts(expr)
        {
            let range = node.span().byte_range();
            if let Some(number) = self.own(range.start, "leave this statement out") {
                let depth = self.depth - 1;
                self.insert(range.start, (2, depth), format!("if !crate::mutant::is({number}) {{ "), Some(number));
                self.insert(range.end, (1, -depth), " }".into(), None);
            }
        }
        self.depth += 2;
        visit::visit_stmt(self, node);
        self.depth -= 2;
    }

    fn visit_expr_binary(&mut self, node: &'ast syn::ExprBinary) {
        let range = node.span().byte_range();
        let op = node.op.span().byte_range();
        if !has_let(&node.left) && !has_let(&node.right) {
            let found = self.at("BinaryOperator", op.start);
            let other = |new: &str| {
                let (left, right) = (node.left.span().byte_range(), node.right.span().byte_range());
                format!("{} {new} {}", self.text(left), self.text(right))
            };
            let others = found.iter().map(|(number, new, _)| (*number, other(new))).collect();
            self.wrap(range, others);
        }
        self.depth += 1;
        visit::visit_expr_binary(self, node);
        self.depth -= 1;
    }

    fn visit_expr_unary(&mut self, node: &'ast syn::ExprUnary) {
        let inner = self.text(node.expr.span().byte_range()).to_owned();
        let found = self.at("UnaryOperator", node.op.span().byte_range().start);
        let others = found.into_iter().map(|(number, new, _)| (number, format!("{new}{inner}"))).collect();
        self.wrap(node.span().byte_range(), others);
        self.depth += 1;
        visit::visit_expr_unary(self, node);
        self.depth -= 1;
    }

    fn visit_expr_struct(&mut self, node: &'ast syn::ExprStruct) {
        let range = node.span().byte_range();
        let mut others = Vec::new();
        for field in &node.fields {
            let span = field.span().byte_range();
            for (number, ..) in self.at("StructField", span.start) {
                let after = self.text(span.end..range.end).find(',').map_or(span.end, |comma| span.end + comma + 1);
                others.push((number, format!("{}{}", self.text(range.start..span.start), self.text(after..range.end))));
            }
        }
        self.wrap(range, others);
        self.depth += 1;
        visit::visit_expr_struct(self, node);
        self.depth -= 1;
    }

    fn visit_arm(&mut self, node: &'ast syn::Arm) {
        let gone = self.at("MatchArm", node.span().byte_range().start);
        if let Some((_, guard)) = &node.guard {
            let range = guard.span().byte_range();
            for (number, ..) in gone {
                self.insert(range.start, (2, -1), format!("!crate::mutant::is({number}) && "), Some(number));
            }
            let found = self.at("MatchArmGuard", range.start);
            let others = found.into_iter().map(|(number, new, _)| (number, new)).collect();
            self.wrap(range, others);
        } else {
            let end = node.pat.span().byte_range().end;
            let numbers: Vec<String> = gone.iter().map(|(n, ..)| format!("!crate::mutant::is({n})")).collect();
            if !numbers.is_empty() {
                self.insert(end, (0, 0), format!(" if {}", numbers.join(" && ")), Some(gone[0].0));
            }
        }
        self.depth += 1;
        visit::visit_arm(self, node);
        self.depth -= 1;
    }
}
