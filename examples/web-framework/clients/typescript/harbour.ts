/** Made by `python -m fairlead --types`; do not edit. */

export interface Berth {
  number: number;
  length: number;
  kind: "pontoon" | "buoy" | "quay";
}

export interface Wish {
  boat: string;
  length: number;
  arrives: string;
  nights?: number;
  sign?: string | null;
}

export interface Booking {
  id: number;
  berth: number;
  boat: string;
  arrives: string;
  nights: number;
  made: string;
}

export interface Harbour {
  "GET /berths": { query?: { least?: number; kind?: Array<"pontoon" | "buoy" | "quay"> }; returns: Array<Berth> };
  "GET /berths/{number}": { path: { number: number }; returns: Berth };
  "POST /berths/{number}/bookings": { path: { number: number }; body: Wish; returns: Booking };
  "GET /bookings": { query?: { since?: string }; returns: Array<Booking> };
  "DELETE /bookings/{number}": { path: { number: number }; headers?: { "x-harbour-key"?: string }; returns: undefined };
}

