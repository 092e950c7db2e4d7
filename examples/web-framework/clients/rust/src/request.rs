//! One request, put together step by step.

use std::fmt::{Display, Write};

use serde::de::DeserializeOwned;
use serde::Serialize;

use crate::{http, Error, Problem};

/// A request that is not sent yet.
#[derive(Debug)]
#[must_use = "a request does nothing until it is sent"]
pub struct Request<'a> {
    authority: &'a str,
    method: &'a str,
    path: String,
    query: String,
    headers: String,
    body: Result<Vec<u8>, serde_json::Error>,
}

impl<'a> Request<'a> {
    pub(crate) fn new(authority: &'a str, method: &'a str, path: &str) -> Self {
        let (path, query, headers) = (path.to_string(), String::new(), String::new());
        Self { authority, method, path, query, headers, body: Ok(Vec::new()) }
    }

    /// Give a variable of the path its value.
    pub fn path(mut self, name: &str, value: impl Display) -> Self {
        self.path = self.path.replace(&format!("{{{name}}}"), &encoded(&value.to_string()));
        self
    }

    /// Add a key to the query; one that is repeated is a list.
    pub fn query(mut self, name: &str, value: impl Display) -> Self {
        let mark = if self.query.is_empty() { '?' } else { '&' };
        self.query.push(mark);
        self.query += &[encoded(name), encoded(&value.to_string())].join("=");
        self
    }

    /// Add a header; line breaks in it become spaces.
    pub fn header(mut self, name: &str, value: impl Display) -> Self {
        let line = format!("{name}: {value}").replace(['\r', '\n'], " ");
        self.headers += &line;
        self.headers += "\r\n";
        self
    }

    /// Send a value as JSON.
    pub fn json(mut self, value: &impl Serialize) -> Self {
        self.body = serde_json::to_vec(value);
        self.header("Content-Type", "application/json")
    }

    /// Send the request, and return what the application answers.
    ///
    /// # Errors
    ///
    /// [`Error::Problem`] where it refuses, and what else can go wrong on the way.
    pub fn send<T: DeserializeOwned>(self) -> Result<T, Error> {
        if let Some((_, name)) = self.path.split_once('{') {
            return Err(Error::Variable(name.trim_end_matches(|one| one != '}').trim_end_matches('}').to_string()));
        }
        let target = self.path + &self.query;
        let answer = http::exchange(self.authority, self.method, &target, &self.headers, &self.body?)?;
        if (200..300).contains(&answer.status) {
            // No content is what `()` is read from.
            let body: &[u8] = if answer.body.is_empty() { b"null" } else { &answer.body };
            return Ok(serde_json::from_slice(body)?);
        }
        Err(Error::Problem(serde_json::from_slice(&answer.body).unwrap_or_else(|_| Problem {
            title: answer.reason,
            status: answer.status,
            detail: String::from_utf8_lossy(&answer.body).chars().take(200).collect(),
            errors: Vec::new(),
        })))
    }
}

/// Percent-encode everything that RFC 3986 does not leave alone anywhere.
fn encoded(text: &str) -> String {
    let mut to = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            to.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(to, "%{byte:02X}");
        }
    }
    to
}

#[cfg(test)]
mod tests {
    use super::{encoded, Request};
    use crate::Error;

    #[test]
    fn a_variable_stays_in_its_segment() {
        let request = Request::new("x", "GET", "/boats/{name}").path("name", "Ada/Bo é");
        assert_eq!(request.path, "/boats/Ada%2FBo%20%C3%A9");
        assert_eq!(encoded("a-._~"), "a-._~");
    }

    #[test]
    fn a_header_cannot_end_its_line() {
        let request = Request::new("x", "GET", "/").header("X-Key", "a\r\nX-Evil: 1");
        assert_eq!(request.headers, "X-Key: a  X-Evil: 1\r\n");
    }

    #[test]
    fn a_variable_without_a_value_is_named() {
        let said = Request::new("x", "GET", "/berths/{number}/log").send::<()>();
        assert!(matches!(said, Err(Error::Variable(name)) if name == "number"));
    }
}
