// The sliders of the page on staffing: they show one cell of the table below them in words.
// The theme loads it with the first page that has them.

function setUp() {
  const widget = document.querySelector(".split-widget");
  if (!widget) return;
  const table = document.querySelector(".split-table");
  const rows = [...table.querySelectorAll("tbody tr")];
  const load = document.getElementById("split-load");
  const pools = document.getElementById("split-pools");
  const show = () => {
    const row = rows[load.value];
    const cell = row.cells[pools.value];
    write("load-shown", row.cells[0].textContent);
    write("pools-shown", pools.value);
    for (const name of ["agents", "more", "wait", "level"]) write(name, cell.dataset[name]);
  };
  load.addEventListener("input", show);
  pools.addEventListener("input", show);
  table.open = false;
  widget.hidden = false;
  show();
}

function write(name, text) {
  document.getElementById(`split-${name}`).textContent = text;
}

if (window.document$) window.document$.subscribe(setUp);
else setUp();
