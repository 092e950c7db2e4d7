/**
 * A client of Fairlead applications whose calls are typed by the operations of one of them.
 *
 * The types come from the application itself: `python -m fairlead harbour:app --types` writes them.
 */

/** What one operation takes and gives. */
export interface Operation {
  path?: object | undefined;
  query?: object | undefined;
  headers?: object | undefined;
  body?: unknown;
  returns: unknown;
}

/** Operations by method and path, such as `"GET /berths/{number}"`. */
export type Operations<Api> = { [Name in keyof Api]: Operation };

/** One thing that is wrong with a request: in a part of it, at a JSON Pointer or under a name. */
export interface Fault {
  in: "path" | "query" | "header" | "body";
  at?: string;
  name?: string;
  detail: string;
}

/** An answer that is not the one hoped for, as RFC 9457 has it. */
export class Problem extends Error {
  override readonly name = "Problem";

  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly errors: readonly Fault[] = [],
  ) {
    super(`${status} ${title}: ${detail}`);
  }
}

type Input<Asked> = Omit<Asked, "returns">;
type Arguments<Asked> = object extends Input<Asked> ? [input?: Input<Asked>] : [input: Input<Asked>];

/** Call an operation by its name; rejects with a {@link Problem} where the answer is one. */
export type Call<Api extends Operations<Api>> = <Name extends keyof Api & string>(
  name: Name,
  ...input: Arguments<Api[Name]>
) => Promise<Api[Name]["returns"]>;

/** Return a caller of the application at an address, such as `connect<Harbour>("http://127.0.0.1:8000")`. */
export function connect<Api extends Operations<Api>>(address: string, send: typeof fetch = fetch): Call<Api> {
  return async (name, ...[input]) => {
    const asked: Partial<Operation> = input ?? {};
    const [method = "GET", template = "/"] = name.split(" ");
    const headers = new Headers(texts(asked.headers));
    const request: RequestInit = { method, headers };
    if (asked.body !== undefined) {
      headers.set("content-type", "application/json");
      request.body = JSON.stringify(asked.body);
    }
    const answer = await send(address + target(template, asked), request);
    if (!answer.ok) throw await problem(answer);
    return answer.status === 204 ? undefined : await answer.json();
  };
}

/** Return the path and the query of a request; a list repeats its key, and what is undefined is left out. */
function target(template: string, { path, query }: Partial<Operation>): string {
  const variables = new Map(texts(path));
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = variables.get(name);
    if (!value) throw new TypeError(`${template} needs ${name}`);
    return encodeURIComponent(value);
  });
  const asked = new URLSearchParams(texts(query)).toString();
  return asked ? `${filled}?${asked}` : filled;
}

function texts(values: object = {}): [string, string][] {
  return Object.entries(values).flatMap(([name, value]: [string, unknown]) =>
    [value].flat().flatMap((one): [string, string][] => (one === undefined ? [] : [[name, String(one)]])),
  );
}

async function problem(answer: Response): Promise<Problem> {
  const text = await answer.text();
  if (answer.headers.get("content-type") !== "application/problem+json") {
    return new Problem(answer.status, answer.statusText, text.slice(0, 200));
  }
  const said: { title: string; detail: string; errors?: Fault[] } = JSON.parse(text);
  return new Problem(answer.status, said.title, said.detail, said.errors);
}
