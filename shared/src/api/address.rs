//! Addresses of platforms, as people type them.

use url::Url;

/// Why an address is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Not an address of a web server.
    #[error("not the address of a platform")]
    NotAnAddress,
    /// Tokens and ballots would travel in the clear.
    #[error("only https keeps a ballot secret on its way; plain http is for this computer alone")]
    Insecure,
}

const LOCAL: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// Reads an address: without a scheme it is https, or http on this computer.
///
/// # Errors
/// If no platform can be there, or only in the clear.
pub fn parse_address(typed: &str) -> Result<Url, AddressError> {
    let typed = typed.trim();
    let with_scheme = match typed.contains("://") {
        true => typed.to_owned(),
        false if LOCAL.iter().any(|it| typed.starts_with(it)) => format!("http://{typed}"),
        false => format!("https://{typed}"),
    };
    let url: Url = with_scheme.parse().map_err(|_| AddressError::NotAnAddress)?;
    check_address(&url)?;
    Ok(url)
}

/// Whether tokens may be sent there.
///
/// # Errors
/// If no platform can be there, or only in the clear.
pub fn check_address(url: &Url) -> Result<(), AddressError> {
    let host = url.host_str().filter(|host| !host.is_empty()).ok_or(AddressError::NotAnAddress)?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(AddressError::NotAnAddress);
    }
    match url.scheme() {
        "https" => Ok(()),
        "http" if LOCAL.contains(&host) => Ok(()),
        "http" => Err(AddressError::Insecure),
        _ => Err(AddressError::NotAnAddress),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_as_people_type_them() {
        let read = |typed| parse_address(typed).map(String::from);
        assert_eq!(read(" primaire.example.org "), Ok("https://primaire.example.org/".into()));
        assert_eq!(read("localhost:8080"), Ok("http://localhost:8080/".into()));
        assert_eq!(read("http://primaire.example.org"), Err(AddressError::Insecure));
        assert_eq!(read("http://localhost.example.org"), Err(AddressError::Insecure));
        for typed in ["", "ftp://example.org", "https://user:pass@example.org", "two words"] {
            assert_eq!(read(typed), Err(AddressError::NotAnAddress), "{typed}");
        }
    }
}
