//! A Python application started beside a Rust program, for its tests and examples.

use std::env;
use std::io::{BufRead, BufReader, Error, ErrorKind};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A server that runs until it is dropped. It also goes when this program dies, as its input then ends.
#[derive(Debug)]
pub struct Server {
    child: Child,
    address: String,
}

impl Server {
    /// Serve an application such as `harbour:app` on a free port, from the folder with `src`.
    ///
    /// # Errors
    ///
    /// There is no Python, or the application does not start; what it says is on standard error.
    pub fn start(root: impl AsRef<Path>, app: &str) -> Result<Self, Error> {
        let python = env::var_os("PYTHON").unwrap_or_else(|| "python3".into());
        let mut child = Command::new(python)
            .args(["-m", "fairlead", app, "--port", "0", "--while-input"])
            .current_dir(root)
            .env("PYTHONPATH", "src")
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut address = String::new();
        if let Some(output) = child.stdout.take() {
            BufReader::new(output).read_line(&mut address)?;
        }
        let server = Self { child, address: address.trim().to_string() };
        if server.address.is_empty() {
            return Err(Error::new(ErrorKind::Other, format!("{app} ended before it was there")));
        }
        Ok(server)
    }

    /// Where it is, such as `http://127.0.0.1:40001`.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        // Nothing can be done about a child that is gone already.
        let _ = self.child.wait();
    }
}
