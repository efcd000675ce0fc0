// Helps whoever cannot reach the site: the language of the address stands first, and the page is loaded
// again at a click, with the answers in its address, or once there is a network.

const places = location.pathname.split("/");
for (const section of document.querySelectorAll("section")) {
  if (places.includes(section.lang)) section.parentElement?.prepend(section);
  section.querySelector("button")?.addEventListener("click", () => location.reload());
}
addEventListener("online", () => location.reload());
