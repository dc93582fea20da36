//! The published schema of the Bot API: which methods there are, what they take, what comes back.

mod check;
mod load;

use std::collections::HashMap;
use std::sync::LazyLock;

pub use check::utf16;

/// The schema of `fixtures/telegram/bot-api.json`.
pub static SCHEMA: LazyLock<Schema> = LazyLock::new(Schema::published);

/// Methods and types.
pub struct Schema {
    /// `10.3`
    pub version: String,
    /// By name in lower case: Telegram takes any.
    methods: HashMap<String, Method>,
    types: HashMap<String, Type>,
}

/// A method.
pub struct Method {
    /// As it is documented.
    pub name: String,
    /// What it takes.
    pub fields: HashMap<String, Field>,
}

/// A type.
enum Type {
    Object(HashMap<String, Field>),
    AnyOf(Vec<String>),
}

/// A field or parameter.
pub struct Field {
    /// What it may hold.
    pub kind: Kind,
    /// It cannot be left out.
    pub required: bool,
    /// Shortest and longest text.
    length: Option<Length>,
    /// Smallest and largest number.
    between: Option<(i64, i64)>,
    /// Most entries.
    most: Option<usize>,
    /// The only value.
    is: Option<String>,
}

struct Length {
    min: usize,
    max: usize,
    bytes: bool,
    /// Counted by the method, once entities are parsed.
    after_entities: bool,
}

/// What a value may be.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// `Integer`
    Integer,
    /// `Float`
    Float,
    /// `String`
    Text,
    /// `Boolean`
    Boolean,
    /// `True`: only ever true.
    True,
    /// A file that travels beside the parameters.
    File,
    /// An object of that type.
    Named(String),
    /// `Array of …`
    Array(Box<Self>),
    /// `… or …`
    Or(Vec<Self>),
}

impl Schema {
    /// A method, its name in any case.
    pub fn method(&self, name: &str) -> Option<&Method> {
        self.methods.get(&name.to_ascii_lowercase())
    }
}
