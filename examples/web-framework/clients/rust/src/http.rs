//! As much of HTTP/1.1 (RFC 9112) as one request on one connection needs.

use std::io::{Error, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(30);
const MOST: u64 = 16 << 20;

pub struct Answer {
    pub status: u16,
    pub reason: String,
    pub body: Vec<u8>,
}

/// Send a request and read until the server closes; at most 16 MiB.
pub fn exchange(authority: &str, method: &str, target: &str, headers: &str, body: &[u8]) -> Result<Answer, Error> {
    let mut connection = TcpStream::connect(authority)?;
    connection.set_read_timeout(Some(PATIENCE))?;
    let head = format!(
        "{method} {target} HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n",
        body.len()
    );
    connection.write_all(head.as_bytes())?;
    connection.write_all(body)?;
    let mut said = Vec::new();
    connection.take(MOST).read_to_end(&mut said)?;
    read(&said).ok_or_else(|| Error::new(ErrorKind::InvalidData, "what came back is no HTTP"))
}

/// Read an answer whose body has the length that it says; `None` for what is none.
fn read(said: &[u8]) -> Option<Answer> {
    let end = said.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&said[..end]).ok()?;
    let (first, lines) = head.split_once("\r\n").unwrap_or((head, ""));
    let mut words = first.splitn(3, ' ');
    if words.next()? != "HTTP/1.1" {
        return None;
    }
    let status = words.next()?.parse().ok()?;
    let reason = words.next().unwrap_or_default().to_string();
    let body = &said[end + 4..];
    let length = lines
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let body = match length {
        Some((_, length)) => body.get(..length.trim().parse().ok()?)?,
        None => body,
    };
    Some(Answer { status, reason, body: body.to_vec() })
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn an_answer_has_a_status_and_a_body() {
        let answer = read(b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno").unwrap();
        assert_eq!((answer.status, answer.reason.as_str(), answer.body), (404, "Not Found", b"no".to_vec()));
    }

    #[test]
    fn half_an_answer_is_none() {
        for said in
            ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort", "SMTP 200 OK\r\n\r\n"]
        {
            assert!(read(said.as_bytes()).is_none(), "{said:?}");
        }
    }
}
