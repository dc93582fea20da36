//! What Telegram's apps make clickable in a text by themselves.

/// Addresses, mentions and commands that would be links.
pub(super) fn found(text: &str) -> Vec<String> {
    let words =
        text.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '«' | '»' | '"' | ',' | ';' | '<' | '>'));
    let words = words.map(|word| word.trim_matches(|c: char| matches!(c, '.' | ':' | '!' | '?' | '\'' | '’' | '…')));
    words.filter(|word| is_link(word)).map(str::to_owned).collect()
}

fn is_link(word: &str) -> bool {
    let lower = word.to_lowercase();
    let named = |rest: &str| rest.len() >= 4 && rest.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if lower.contains("://") {
        return lower.starts_with("http")
            || lower.starts_with("ftp")
            || lower.starts_with("tg")
            || lower.starts_with("ton");
    }
    if let Some(rest) = word.strip_prefix('@') {
        return named(rest);
    }
    if let Some(rest) = word.strip_prefix('/') {
        return !rest.is_empty() && rest.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '@');
    }
    if let Some(rest) = word.strip_prefix('#') {
        return rest.chars().any(char::is_alphabetic);
    }
    // A bare domain, an address of mail.
    let host = lower.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    let labels: Vec<_> = host.split('.').collect();
    let ends = ["com", "org", "net", "fr", "me", "info", "eu", "io", "ru", "example"];
    labels.len() > 1
        && labels.iter().all(|label| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-'))
        && labels.last().is_some_and(|last| ends.contains(last))
}

#[cfg(test)]
mod tests {
    use super::found;

    #[test]
    fn links_are_found_and_words_are_not() {
        let text = "Voir https://a.example/x, @mallory_bot (t.me/evil) /erase a@b.fr. Et 3/5, M. Dupont, à 12.30";
        assert_eq!(found(text), ["https://a.example/x", "@mallory_bot", "t.me/evil", "/erase", "a@b.fr"]);
    }
}
