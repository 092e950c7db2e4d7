// The search of a static site: the list of documents is loaded once, and narrowed as one types.
(() => {
  const form = document.querySelector("form[data-index]");
  const holder = document.getElementById("hf-part-results");
  if (!form || !holder) return;
  const asked = new URLSearchParams(location.search);
  for (const [name, value] of asked) {
    const field = form.elements[name];
    if (field) field.value = field.tagName === "SELECT" ? [...field.options].find((one) => one.value.toLowerCase() === value.toLowerCase())?.value ?? "" : value;
  }
  const make = (name, text, kind) => { const element = document.createElement(name); if (text) element.textContent = text; if (kind) element.className = kind; return element; };
  const states = { errors: (one) => one.errors, warnings: (one) => one.warnings, overdue: (one) => one.overdue, doubt: (one) => one.doubtful, questions: (one) => one.questions, tasks: (one) => one.done < one.tasks, waived: (one) => one.waived };
  const top = form.action.slice(0, form.action.lastIndexOf("/") + 1);
  fetch(form.dataset.index).then((answer) => answer.json()).then((documents) => {
    const show = () => {
      const data = new FormData(form);
      const words = (data.get("q") || "").toLowerCase().split(/\s+/).filter(Boolean);
      const status = (data.get("status") || "").toLowerCase(), type = data.get("type") || "", state = states[data.get("state")];
      const found = documents.filter((one) => (!status || [one.status.toLowerCase(), one.role].includes(status)) && (!type || one.type === type) && (!state || state(one))
        && words.every((word) => word.startsWith("-") && word.length > 1 ? !one.words.includes(word.slice(1)) : one.words.includes(word)));
      const list = make("ol", "", "hits");
      for (const one of found.slice(0, 200)) {
        const item = make("li"), line = make("p"), link = make("a", one.title);
        link.href = top + one.address;
        line.append(link, " ", make("span", one.status, `status role-${one.role}`), " ", make("span", one.path, "quiet"));
        item.append(line);
        list.append(item);
      }
      const total = make("p", `${found.length} document${found.length === 1 ? "" : "s"}`, "quiet total");
      holder.replaceChildren(total, list);
      const query = new URLSearchParams([...data].filter(([, value]) => value));
      history.replaceState(null, "", query.size ? `?${query}` : location.pathname);
    };
    form.addEventListener("input", show);
    form.addEventListener("submit", (event) => { event.preventDefault(); show(); });
    if (asked.size) show();
  }).catch(() => { /* The list that was written stands. */ });
})();
