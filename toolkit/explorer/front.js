// The explorer in a page: it sends what was chosen and shows what Python answers. It asks for
// nothing from anywhere. Only HTML that the toolkit's templates filled, which escape what is of a
// post, is put in as HTML; all else goes in as text.

const FILTERS = ["outlet", "kind", "topic", "since", "until", "words"];
const ASKED = ["question", "by", "every"];
const NUMERIC = new Set(["words", "grade", "tone", "attributions"]);
let count = 0; // of views: an id stands once in a page

function make(tag, given = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (name === "text") node.textContent = value;
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

function render({ model, el }) {
  const view = new View(model, el);
  view.build();
  return () => view.leave();
}

class View {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.offered = model.get("offered");
    this.words = this.offered.words;
    this.fields = {};
    this.id = `tk-explorer-${++count}`;
    this.listeners = [];
  }

  build() {
    const root = this.root;
    root.classList.add("tk-explorer", "mathjax_ignore", "tex2jax_ignore");
    root.setAttribute("role", "region");
    root.setAttribute("aria-label", this.offered.labels.label);
    for (const [role, colour] of Object.entries(this.offered.colours)) {
      root.style.setProperty(`--tk-${role}`, colour);
    }
    this.keepKeys();
    // Here the widget runs: what stands for it in an exported page is not wanted.
    for (const page of document.getElementsByClassName(this.offered.without)) page.hidden = true;
    root.append(
      make("p", { class: "tk-about", text: this.offered.about }),
      this.makeChoices(),
      this.makeAnswer(),
      make("div", { class: "tk-behind" }, this.makePosts(), this.makePost()),
    );
    this.on("change:answered", () => this.showAnswer());
    this.on("change:listed", () => this.showPosts());
    this.on("change:post", () => this.showPost());
    this.on("change:saved", () => this.showSaved());
    this.on("change:chosen", () => this.showChoice());
    this.showChoice();
    this.showAnswer();
    this.showPosts();
    this.showPost();
  }

  on(event, react) {
    this.model.on(event, react);
    this.listeners.push([event, react]);
  }

  leave() {
    for (const [event, react] of this.listeners) this.model.off(event, react);
  }

  // No key pressed in here reaches a cell of the notebook. JupyterLab listens at the document, but
  // after the elements; Notebook 7 before them, and asks the one that has the focus whether it
  // carries the attribute: what stands around it is not asked.
  keepKeys() {
    const suppress = "data-lm-suppress-shortcuts";
    this.root.addEventListener("focusin", (event) => event.target.setAttribute(suppress, "true"));
    for (const kind of ["keydown", "keypress", "keyup"]) {
      this.root.addEventListener(kind, (event) => event.stopPropagation());
    }
    this.root.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.model.get("opened").id) this.close();
    });
  }

  makeField(name, input) {
    const id = `${this.id}-${name}`;
    input.id = id;
    this.fields[name] = input;
    const label = make("label", { for: id, text: this.words[name] });
    return make("div", { class: `tk-field tk-${name}` }, label, input);
  }

  makeSelect(name, all) {
    const options = this.offered[name].map(([value, text]) => {
      return make("option", { value, text });
    });
    if (all) options.unshift(make("option", { value: "", text: this.words.all }));
    return this.makeField(name, make("select", {}, ...options));
  }

  makeChoices() {
    const [first, last] = this.offered.days;
    const day = { type: "date" };
    if (first) Object.assign(day, { min: first, max: last });
    const hint = { type: "search", placeholder: this.words.words_hint };
    const clear = make("button", { type: "button", text: this.words.clear });
    clear.addEventListener("click", () => this.clear());
    const form = make(
      "form",
      { class: "tk-choices" },
      make(
        "fieldset",
        {},
        make("legend", { text: this.words.asked }),
        ...ASKED.map((name) => this.makeSelect(name, false)),
      ),
      make(
        "fieldset",
        {},
        make("legend", { text: this.words.filters }),
        ...["outlet", "kind", "topic"].map((name) => this.makeSelect(name, true)),
        this.makeField("since", make("input", day)),
        this.makeField("until", make("input", day)),
        this.makeField("words", make("input", hint)),
        make("div", { class: "tk-field tk-clear" }, clear),
      ),
    );
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", () => this.choose());
    return form;
  }

  clear() {
    for (const name of FILTERS) this.fields[name].value = "";
    this.choose();
  }

  choose() {
    const chosen = { number: (this.model.get("chosen").number || 0) + 1 };
    for (const name of [...ASKED, ...FILTERS]) {
      chosen[name] = this.fields[name].value;
    }
    this.model.set("chosen", chosen);
    this.model.save_changes();
    this.showTaken();
    this.showWaiting();
  }

  showChoice() {
    const chosen = this.model.get("chosen");
    for (const name of [...ASKED, ...FILTERS]) this.fields[name].value = chosen[name];
    this.showTaken();
  }

  // A question that takes no groups or no period has none to choose.
  showTaken() {
    const taken = this.offered.taken[this.fields.question.value] || [];
    for (const name of ["by", "every"]) {
      this.fields[name].disabled = !taken.includes(name);
    }
  }

  makeAnswer() {
    this.said = make("p", { class: "tk-said", role: "status", "aria-live": "polite" });
    this.answer = make("div", { class: "tk-answer" });
    this.code = make("pre", { tabindex: "0", "aria-label": this.words.code });
    const copy = make("button", { type: "button", text: this.words.copy });
    copy.addEventListener("click", () => this.copy(copy));
    this.panel = make(
      "section",
      { class: "tk-panel", "aria-label": this.words.answer },
      this.said,
      this.answer,
      this.makeSaving(),
      make(
        "details",
        { class: "tk-code" },
        make("summary", { text: this.words.code }),
        copy,
        this.code,
      ),
    );
    return this.panel;
  }

  makeSaving() {
    const folder = make("input", { type: "text", value: "charts" });
    const save = make("button", { type: "submit", class: "tk-main", text: this.words.save });
    this.savedAs = make("p", { class: "tk-saved", role: "status", "aria-live": "polite" });
    const form = make(
      "form",
      { class: "tk-saving" },
      this.makeField("folder", folder),
      this.makeField("name", make("input", { type: "text" })),
      save,
      this.savedAs,
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.save();
    });
    return form;
  }

  save() {
    const number = (this.model.get("saving").number || 0) + 1;
    const folder = this.fields.folder.value;
    const name = this.fields.name.value;
    this.savedAs.textContent = this.words.saving;
    this.model.set("saving", { folder, name, number });
    this.model.save_changes();
  }

  showSaved() {
    this.savedAs.textContent = this.model.get("saved").text || "";
  }

  async copy(button) {
    try {
      await navigator.clipboard.writeText(this.code.textContent);
      button.textContent = this.words.copied;
    } catch {
      // Not every page may write there: what is selected can be copied by hand.
      window.getSelection().selectAllChildren(this.code);
      button.textContent = this.words.selected;
    }
  }

  showWaiting() {
    this.said.textContent = this.offered.labels.making;
    this.said.classList.remove("tk-heard");
    this.panel.setAttribute("aria-busy", "true");
    this.savedAs.textContent = "";
  }

  showAnswer() {
    const answered = this.model.get("answered");
    // An answer to what was chosen before: the one to this choice is still being made.
    if (answered.number !== this.model.get("chosen").number) return;
    this.panel.removeAttribute("aria-busy");
    this.said.textContent = answered.said;
    // The answer has its sentence itself: this one is for those who listen.
    this.said.classList.toggle("tk-heard", answered.html !== "");
    this.answer.innerHTML = answered.html;
    this.code.textContent = answered.code;
    this.panel.querySelector(".tk-code button").textContent = this.words.copy;
    const made = answered.html !== "";
    this.panel.querySelector(".tk-saving").hidden = !made;
    this.panel.querySelector(".tk-code").hidden = !made;
    this.fields.name.value = this.fields.question.value;
  }

  makePosts() {
    const caption = make("caption", { id: `${this.id}-posts` });
    const heads = make("tr");
    for (const [name, text] of this.offered.columns) {
      const button = make("button", { type: "button", text });
      button.addEventListener("click", () => this.sort(name));
      const head = make("th", { scope: "col", "data-column": name }, button);
      if (NUMERIC.has(name)) head.classList.add("tk-number");
      heads.append(head);
    }
    this.body = make("tbody");
    this.body.addEventListener("keydown", (event) => this.walk(event));
    this.table = make("table", {}, caption, make("thead", {}, heads), this.body);
    this.caption = caption;
    this.place = make("span", { role: "status", "aria-live": "polite" });
    this.previous = make("button", { type: "button", text: this.words.previous });
    this.next = make("button", { type: "button", text: this.words.next });
    this.previous.addEventListener("click", () => this.turn(-1));
    this.next.addEventListener("click", () => this.turn(1));
    const scrolled = { class: "tk-scrolled" };
    return make(
      "section",
      { class: "tk-panel tk-posts", "aria-label": this.words.posts },
      make("div", scrolled, this.table),
      make("div", { class: "tk-turn" }, this.previous, this.place, this.next),
      make("p", { class: "tk-hint", text: this.words.sort_hint }),
    );
  }

  ask(order) {
    this.model.set("order", { ...this.model.get("order"), ...order });
    this.model.save_changes();
  }

  sort(by) {
    const now = this.model.get("order");
    const descending = now.by === by ? !now.descending : NUMERIC.has(by);
    this.ask({ by, descending, page: 0 });
  }

  turn(pages) {
    this.ask({ page: this.model.get("listed").page + pages });
  }

  showPosts() {
    const listed = this.model.get("listed");
    this.caption.textContent = listed.title;
    this.place.textContent = listed.place;
    this.previous.disabled = listed.first <= 1;
    this.next.disabled = listed.last >= listed.n;
    for (const head of this.table.querySelectorAll("th[data-column]")) {
      const sorted = listed.descending ? "descending" : "ascending";
      if (head.dataset.column === listed.by) head.setAttribute("aria-sort", sorted);
      else head.removeAttribute("aria-sort");
    }
    const focused = this.body.contains(document.activeElement);
    this.body.replaceChildren(...listed.rows.map((row) => this.makeRow(row)));
    // A row that had the focus and went leaves it to the first, not to the page.
    if (focused) this.body.querySelector("button")?.focus();
    this.showOpened();
  }

  makeRow({ id, cells }) {
    const row = make("tr", { "data-post": id });
    this.offered.columns.forEach(([name], place) => {
      const cell = make("td");
      if (NUMERIC.has(name)) cell.classList.add("tk-number");
      if (name === "title") {
        cell.append(make("button", { type: "button", text: cells[place] }));
      } else {
        cell.textContent = cells[place];
      }
      row.append(cell);
    });
    row.addEventListener("click", () => this.open(id));
    return row;
  }

  // Up and down go from title to title; Enter opens, as a button does by itself.
  walk(event) {
    const towards = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" };
    const row = event.target.closest("tr")?.[towards[event.key]];
    if (!row) return;
    event.preventDefault();
    row.querySelector("button").focus();
  }

  open(id) {
    this.model.set("opened", { id });
    this.model.save_changes();
    this.wanted = id;
  }

  makePost() {
    const close = make("button", { type: "button", text: this.words.close });
    close.addEventListener("click", () => this.close());
    this.shown = make("div", { class: "tk-text" });
    this.article = make(
      "section",
      { class: "tk-panel tk-post", "aria-label": this.words.post, tabindex: "-1", hidden: "" },
      close,
      this.shown,
    );
    return this.article;
  }

  close() {
    const id = this.model.get("opened").id;
    this.open("");
    this.rowOf(id)?.querySelector("button").focus();
  }

  rowOf(id) {
    const rows = [...this.body.children];
    return rows.find((row) => row.dataset.post === id);
  }

  showPost() {
    const post = this.model.get("post");
    this.article.hidden = !post.id;
    this.shown.innerHTML = post.html || "";
    this.showOpened();
    if (post.id && post.id === this.wanted) {
      this.article.focus({ preventScroll: true });
      this.article.scrollIntoView({ block: "nearest" });
      this.wanted = "";
    }
  }

  showOpened() {
    const id = this.model.get("post").id;
    for (const row of this.body.children) {
      if (row.dataset.post === id) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
  }
}

export default { render };
