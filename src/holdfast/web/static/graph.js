// Lays a small graph out in layers where scripts run; what the server drew stands until then, and for larger ones.
(() => {
  const holder = document.getElementById("hf-drawing");
  const drawn = holder && holder.querySelector("svg.graph");
  if (!drawn || !window.dagre || drawn.querySelector(".node rect")) return;
  const nodes = [...drawn.querySelectorAll("a.node")];
  const edges = [...drawn.querySelectorAll("path.edge")];
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: "LR", nodesep: 14, ranksep: 56, marginx: 6, marginy: 6 });
  graph.setDefaultEdgeLabel(() => ({}));
  const wide = 210, high = 38;
  for (const node of nodes) graph.setNode(node.dataset.path, { width: wide, height: high });
  const ends = (edge) => edge.querySelector("title").textContent.split(new RegExp(` (?:${["supersedes", "requires", "links"].join("|")}) `));
  for (const edge of edges) { const [from, to] = ends(edge); graph.setEdge(from, to); }
  dagre.layout(graph);
  const make = (name, attributes) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  for (const edge of edges) {
    const [from, to] = ends(edge);
    const points = graph.edge(from, to).points.map((point) => `${point.x.toFixed(1)} ${point.y.toFixed(1)}`);
    const path = points.length >= 3 ? `M${points[0]} ${points.slice(1, -1).map((point, place, all) => place + 1 < all.length ? `L${point}` : `Q${point} ${points.at(-1)}`).join(" ")}` : `M${points.join(" L")}`;
    edge.setAttribute("d", path);
  }
  for (const node of nodes) {
    const { x, y } = graph.node(node.dataset.path);
    const text = node.querySelector("text");
    node.querySelector("circle").replaceWith(make("rect", { x: x - wide / 2, y: y - high / 2, width: wide, height: high, rx: 9 }));
    if (text.textContent.length > 28) text.textContent = `${text.textContent.slice(0, 27)}…`;
    text.setAttribute("x", x);
    text.setAttribute("y", y + 4);
    text.setAttribute("text-anchor", "middle");
  }
  const { width, height } = graph.graph();
  drawn.setAttribute("viewBox", `0 0 ${width} ${height}`);
  drawn.setAttribute("width", width);
  drawn.setAttribute("height", height);
})();
