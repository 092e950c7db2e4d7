//! A client of Fairlead applications, on the standard library and serde alone.
//!
//! One request takes one connection. What an application refuses is an [`Error::Problem`] that holds every fault.

mod http;
mod request;
mod server;

pub use request::Request;
pub use server::Server;

use std::fmt;
use std::io;

use serde::Deserialize;

/// An application at an address.
#[derive(Debug, Clone)]
pub struct Client {
    authority: String,
}

impl Client {
    /// Speak to the application at an address such as `http://127.0.0.1:8000`.
    ///
    /// # Errors
    ///
    /// [`Error::Address`] where it is none, or not one of plain HTTP.
    pub fn new(address: &str) -> Result<Self, Error> {
        let authority = address.trim_end_matches('/').strip_prefix("http://");
        match authority {
            Some(found) if !found.is_empty() && !found.contains('/') => Ok(Self { authority: found.to_string() }),
            _ => Err(Error::Address(address.to_string())),
        }
    }

    /// Begin a request; the path may have variables, as in `/berths/{number}`.
    pub fn request<'a>(&'a self, method: &'a str, path: &'a str) -> Request<'a> {
        Request::new(&self.authority, method, path)
    }

    /// Begin a `GET`.
    pub fn get<'a>(&'a self, path: &'a str) -> Request<'a> {
        self.request("GET", path)
    }

    /// Begin a `POST`.
    pub fn post<'a>(&'a self, path: &'a str) -> Request<'a> {
        self.request("POST", path)
    }

    /// Begin a `DELETE`.
    pub fn delete<'a>(&'a self, path: &'a str) -> Request<'a> {
        self.request("DELETE", path)
    }
}

/// An answer that is not the one hoped for, as RFC 9457 has it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Problem {
    pub title: String,
    pub status: u16,
    pub detail: String,
    #[serde(default)]
    pub errors: Vec<Fault>,
}

/// One thing that is wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Fault {
    /// The part it is in: `path`, `query`, `header` or `body`.
    #[serde(rename = "in")]
    pub part: String,
    /// The JSON Pointer in a body, or the name elsewhere.
    #[serde(alias = "name")]
    pub at: String,
    pub detail: String,
}

/// Why there is no answer to use.
#[derive(Debug)]
pub enum Error {
    /// The application refuses.
    Problem(Problem),
    /// There is no such address.
    Address(String),
    /// A variable of the path has no value.
    Variable(String),
    /// The connection fails, or what comes back is no HTTP.
    Connection(io::Error),
    /// A body is not what its type says.
    Body(serde_json::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Problem(problem) => write!(to, "{} {}: {}", problem.status, problem.title, problem.detail),
            Self::Address(address) => write!(to, "{address:?} is no address of plain HTTP"),
            Self::Variable(name) => write!(to, "the path needs {name}"),
            Self::Connection(error) => write!(to, "{error}"),
            Self::Body(error) => write!(to, "the body is not as expected: {error}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Connection(error)
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Body(error)
    }
}
