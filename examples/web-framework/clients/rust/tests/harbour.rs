//! The client against the real application.

use fairlead::{Client, Error, Server};
use serde::{Deserialize, Serialize};

#[derive(Debug, Serialize)]
struct Wish<'a> {
    boat: &'a str,
    length: f64,
    arrives: &'a str,
    nights: u8,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Booking {
    id: u32,
    berth: u32,
    boat: String,
}

const WISH: Wish<'static> = Wish { boat: "Ada & Bo", length: 8.0, arrives: "2025-03-30", nights: 2 };

fn harbour() -> (Server, Client) {
    let server = Server::start("../..", "harbour:app").unwrap();
    let client = Client::new(server.address()).unwrap();
    (server, client)
}

#[test]
fn a_booking_is_made_listed_and_cancelled() {
    let (_server, client) = harbour();
    let made: Booking = client.post("/berths/{number}/bookings").path("number", 1).json(&WISH).send().unwrap();
    assert_eq!(made, Booking { id: 1, berth: 1, boat: "Ada & Bo".into() });
    let listed: Vec<Booking> = client.get("/bookings").query("since", "2025-01-01").send().unwrap();
    assert_eq!(listed, [made]);
    client.delete("/bookings/1").header("X-Harbour-Key", "sesame").send::<()>().unwrap();
}

#[test]
fn what_is_refused_names_every_fault() {
    let (_server, client) = harbour();
    let wish = Wish { nights: 0, length: 90.0, ..WISH };
    let said = client.post("/berths/1/bookings").json(&wish).send::<Booking>();
    let problem = match said {
        Err(Error::Problem(problem)) => problem,
        other => panic!("{other:?}"),
    };
    assert_eq!(problem.status, 400);
    assert_eq!(problem.errors.iter().map(|one| one.at.as_str()).collect::<Vec<_>>(), ["/length", "/nights"]);
}

#[test]
fn an_answer_of_another_shape_is_told() {
    let (_server, client) = harbour();
    assert!(matches!(client.get("/berths").send::<Booking>(), Err(Error::Body(_))));
    assert!(matches!(Client::new("https://harbour.example"), Err(Error::Address(_))));
}
