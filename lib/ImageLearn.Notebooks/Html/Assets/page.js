"use strict";
for (const formula of document.querySelectorAll(".math")) {
  const latex = formula.textContent;
  katex.render(latex, formula, { displayMode: formula.classList.contains("display"), throwOnError: false, strict: false });
}

// On a narrow window the contents are folded away.
const contents = document.querySelector(".contents details");
const narrow = matchMedia("(max-width: 72rem)");
const fold = () => { contents.open = !narrow.matches; };
narrow.addEventListener("change", fold);
fold();

// The contents show where the reader is: at the last heading above the upper third of the window.
const links = [...contents.querySelectorAll("a")];
const headings = links.map(link => document.getElementById(decodeURIComponent(link.hash.slice(1))));
let waiting = false;
function follow() {
  waiting = false;
  let here = -1;
  headings.forEach((heading, i) => { if (heading.getBoundingClientRect().top < innerHeight / 3) here = i; });
  links.forEach((link, i) => link.classList.toggle("here", i === here));
  if (narrow.matches || here < 0) return;
  // Not scrollIntoView, which could move the page as well.
  const [link, frame] = [links[here].getBoundingClientRect(), contents.parentElement];
  const room = frame.getBoundingClientRect();
  if (link.top < room.top) frame.scrollTop -= room.top - link.top;
  if (link.bottom > room.bottom) frame.scrollTop += link.bottom - room.bottom;
}
addEventListener("scroll", () => { if (!waiting) { waiting = true; requestAnimationFrame(follow); } }, { passive: true });
follow();
