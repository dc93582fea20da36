//! Finding a candidate by name, forgiving accents, case, punctuation and small typos.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Text as it is compared: no accents, no case, ligatures in two letters, one space between words.
/// `"  Roxane  REVÔN-Œuvrard "` becomes `"roxane revon oeuvrard"`.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(4096));
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            'œ' => out.push_str("oe"),
            'æ' => out.push_str("ae"),
            'ß' => out.push_str("ss"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' | 'ð' => out.push('d'),
            c if c.is_alphanumeric() => out.push(c),
            _ if out.is_empty() || out.ends_with(' ') => {}
            _ => out.push(' '),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Names folded once, to be searched at each key.
#[derive(Clone, Debug, Default)]
pub struct NameIndex {
    names: Vec<Folded>,
}

/// A name as it is compared. A letter typed looks at every name, so each lies in one piece, and which letters it has is
/// known without reading it.
#[derive(Clone, Debug)]
struct Folded {
    text: Box<str>,
    words: Box<[Word]>,
    letters: Letters,
}

/// A word of a name: where it ends in the text, and its letters.
#[derive(Clone, Debug)]
struct Word {
    end: usize,
    letters: Letters,
}

/// A word of a query.
struct Wanted<'a> {
    text: &'a str,
    chars: Vec<char>,
    letters: Letters,
    /// How many typos are forgiven.
    typos: usize,
}

/// Which letters some text has, each as one bit of 32.
#[derive(Clone, Copy, Debug)]
struct Letters(u32);

impl NameIndex {
    /// From names.
    pub fn new<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> Self {
        Self { names: names.into_iter().map(|name| Folded::new(name.as_ref())).collect() }
    }

    /// One more name, at that place; at the end where there are not so many.
    pub fn insert(&mut self, place: usize, name: &str) {
        self.names.insert(place.min(self.names.len()), Folded::new(name));
    }

    /// Another name at that place.
    pub fn replace(&mut self, place: usize, name: &str) {
        if let Some(folded) = self.names.get_mut(place) {
            *folded = Folded::new(name);
        }
    }

    /// The name at that place, folded; nothing where there are not so many.
    pub fn folded(&self, place: usize) -> &str {
        self.names.get(place).map_or("", |name| &name.text)
    }

    /// How many names.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// No names.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The places of the names that have every word of the query, the closest first; at the same closeness in the order
    /// they came in. A query without a letter finds everything.
    pub fn find(&self, query: &str) -> Vec<usize> {
        let mut found = self.costs(query);
        found.sort_unstable();
        found.into_iter().map(|(_, place)| place).collect()
    }

    /// The same in no order, each with how far it is from the query: 0 is the closest.
    pub fn costs(&self, query: &str) -> Vec<(u32, usize)> {
        // A hostile query costs no more than a long name.
        let query = fold(&query.chars().take(200).collect::<String>());
        let words = query.split(' ').filter(|word| !word.is_empty()).take(8);
        let wanted: Vec<Wanted<'_>> = words.map(Wanted::new).collect();
        let mut found: Vec<(u32, usize)> = Vec::new();
        for (place, name) in self.names.iter().enumerate() {
            let cost = wanted.iter().try_fold(0, |sum, word| Some(sum + name.cost(word)?));
            found.extend(cost.map(|cost| (cost, place)));
        }
        found
    }
}

/// Whether a name has every word of a query: as [`NameIndex::find`], for one name.
pub fn matches(name: &str, query: &str) -> bool {
    !NameIndex::new([name]).find(query).is_empty()
}

impl Folded {
    fn new(name: &str) -> Self {
        let text = fold(name);
        let mut end = 0;
        let word = |word: &str| {
            end += word.len() + 1;
            Word { end: end - 1, letters: Letters::of(word) }
        };
        let words = text.split(' ').map(word).collect();
        Self { letters: Letters::of(&text), words, text: text.into() }
    }

    fn words(&self) -> impl Iterator<Item = (&str, &Word)> {
        let mut from = 0;
        self.words.iter().map(move |word| {
            let text = self.text.get(from..word.end).unwrap_or_default();
            from = word.end + 1;
            (text, word)
        })
    }

    /// How far a word of the query is from the closest of the name's: 0 the same, 1 its beginning, 2 inside, then typos.
    fn cost(&self, wanted: &Wanted<'_>) -> Option<u32> {
        let lacking = wanted.letters.lacking(self.letters);
        if lacking > wanted.typos {
            return None;
        }
        if lacking == 0 {
            let first = wanted.text.as_bytes().first();
            let mut begins = false;
            for (word, _) in self.words() {
                // Before a call that compares: most words begin with another letter.
                if word.as_bytes().first() == first
                    && let Some(rest) = word.strip_prefix(wanted.text)
                {
                    if rest.is_empty() {
                        return Some(0);
                    }
                    begins = true;
                }
            }
            if begins {
                return Some(1);
            }
            if wanted.chars.len() > 1 && self.text.contains(wanted.text) {
                return Some(2);
            }
        }
        if wanted.typos == 0 {
            return None;
        }
        let distances = self.words().filter_map(|(text, word)| wanted.distance(text, word.letters));
        distances.min().map(|distance| 2 + u32::try_from(distance).unwrap_or(u32::MAX / 16))
    }
}

/// Most letters of a word that are compared.
const LONGEST: usize = 64;
/// Places of a row of distances: those letters, the typos that may follow them, and the place before the first.
const ROW: usize = LONGEST + 3;

/// Typos forgiven in a word of that many letters.
fn typos(letters: usize) -> usize {
    match letters {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

impl Letters {
    fn of(text: &str) -> Self {
        Self(text.chars().fold(0, |letters, c| letters | 1 << (u32::from(c) % 32)))
    }

    /// How many of these another text has not, at the least.
    fn lacking(self, other: Self) -> usize {
        (self.0 & !other.0).count_ones() as usize
    }
}

impl<'a> Wanted<'a> {
    fn new(text: &'a str) -> Self {
        let chars: Vec<char> = text.chars().take(LONGEST).collect();
        let letters = Letters::of(text);
        Self { text, letters, typos: typos(chars.len()), chars }
    }

    /// Insertions, losses, changes and swaps of neighbours between this word and the closest beginning of `of` (the
    /// end may not have been typed yet), if no more than are forgiven.
    fn distance(&self, of: &str, letters: Letters) -> Option<usize> {
        let allowed = self.typos;
        // Each letter that the other lacks is a typo of its own: most names are out at once.
        if self.letters.lacking(letters) > allowed {
            return None;
        }
        // On the stack: a letter typed compares it with every word of every name.
        let mut begins = ['\0'; ROW];
        let most = self.chars.len() + allowed;
        let long = begins.iter_mut().zip(of.chars().take(most)).map(|(place, c)| *place = c).count();
        if long + allowed < self.chars.len() {
            return None;
        }
        let of = &begins[..long];
        let mut rows = [[0u8; ROW]; 3];
        for (at, cell) in rows[1].iter_mut().enumerate() {
            *cell = at as u8;
        }
        for (i, c) in self.chars.iter().enumerate() {
            let [before, above, row] = &mut rows;
            row[0] = i as u8 + 1;
            let mut closest = row[0];
            for (j, d) in of.iter().enumerate() {
                let mut least = (above[j] + u8::from(c != d)).min(above[j + 1] + 1).min(row[j] + 1);
                if i > 0 && j > 0 && *c == of[j - 1] && self.chars[i - 1] == *d {
                    least = least.min(before[j - 1] + 1);
                }
                row[j + 1] = least;
                closest = closest.min(least);
            }
            if usize::from(closest) > allowed {
                return None;
            }
            rows.rotate_left(1);
        }
        rows[1][..=of.len()].iter().min().map(|least| usize::from(*least)).filter(|distance| *distance <= allowed)
    }
}
