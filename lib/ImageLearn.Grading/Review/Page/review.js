"use strict";
// The page for marking. Texts of students come in as text only (textContent), their cells in a frame that runs nothing.
// A change goes to the gradebook when it is made; changes are sent one after the other, so that none overtakes another.

const $ = id => document.getElementById(id);
const frames = [...document.querySelectorAll("iframe")];
const number = value => String(Math.round(value * 100) / 100);
const points = value => `${number(value)} point${value === 1 ? "" : "s"}`;

let questions = [], marker = "";
let question = null, queue = [], place = 0;   // the question, its answers, the one that is shown
let answer = null;                            // what the gradebook says of it
let names = false, whole = false;
let ticket = 0;                               // the latest wish to see an answer; slower ones are dropped
const undos = [];                             // what to send to be where one was

function element(tag, text = "", className = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

function key(text) { return element("kbd", text); }

function say(text) {
  $("notice").textContent = text;
  $("notice").hidden = text === "";
}

// Talking to the server

class Refused extends Error {}

async function ask(path, parameters = {}) {
  const response = await fetch(path + "?" + new URLSearchParams(parameters));
  if (!response.ok) throw new Refused(await response.text());
  return response.json();
}

let tail = Promise.resolve(), waiting = 0;

// What is refused is told; what does not arrive is sent again until it does. `body` is asked for when its turn has come.
function send(path, body, done) {
  waiting++;
  saved();
  tail = tail.then(async () => {
    for (;;) {
      try {
        const response = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body()) });
        if (!response.ok) throw new Refused(await response.text());
        await done(await response.json());
        break;
      } catch (error) {
        if (!(error instanceof TypeError)) { say(error.message); show(place); break; }
        saved("Not saved: the server does not answer. Trying again …");
        await new Promise(resolve => setTimeout(resolve, 1000));
      }
    }
    waiting--;
    saved();
  });
  return tail;
}

function saved(problem = "") {
  $("saved").textContent = problem || (waiting > 0 ? "saving …" : "saved");
  $("saved").className = problem ? "late" : "";
}

addEventListener("beforeunload", event => { leaveComment(); if (waiting > 0) event.preventDefault(); });

// Questions and answers

async function choose(chosen, submission = null) {
  leaveComment();
  answer = null;
  question = chosen;
  $("question").value = questions.indexOf(chosen);
  queue = await ask("queue", { unit: chosen.unit, question: chosen.id });
  await show(Math.max(0, queue.findIndex(item => item.submission === submission)));
}

function cells(item) {
  return "cells?" + new URLSearchParams({ submission: item.submission, question: question.id, whole: whole ? 1 : 0 });
}

function load(frame, url) {
  if (frame.dataset.url === url) return;
  frame.dataset.url = url;
  frame.contentWindow.location.replace(new URL(url, location)); // replace: the back button leaves the page, not the answer
}

// The frame shows the answer, and the other one loads the next while this one is read.
function turn(to) {
  const url = cells(queue[to]);
  const frame = frames.find(one => one.dataset.url === url) ?? frames.find(one => one.hidden);
  load(frame, url);
  for (const one of frames) one.hidden = one !== frame;
  const next = queue[to + 1];
  if (next) load(frames.find(one => one !== frame), cells(next));
}

async function show(to) {
  const mine = ++ticket;
  $("nothing").hidden = queue.length > 0;
  $("desk").hidden = queue.length === 0;
  if (queue.length === 0) {
    answer = null;
    for (const frame of frames) frame.hidden = true;
    return progress();
  }
  leaveComment();
  answer = null;
  place = Math.min(Math.max(to, 0), queue.length - 1);
  const wanted = { submission: queue[place].submission, question: question.id, names: names ? 1 : 0 };
  turn(place);
  await tail; // what was just written is part of what is read
  const read = await ask("answer", wanted);
  if (mine !== ticket) return;
  answer = read;
  saw.set(label(read), read.saw);
  $("by-hand").hidden = true;
  $("comment").value = own();
  draw();
}

function move(by) {
  say("");
  return show(place + by);
}

async function nextUnmarked() {
  leaveComment();
  await tail;
  const marked = new Set((await ask("queue", { unit: question.unit, question: question.id })).filter(item => item.marked).map(item => item.submission));
  for (const item of queue) item.marked = marked.has(item.submission); // by others too
  const order = [...queue.keys()].map(i => (place + 1 + i) % queue.length);
  const next = order.find(i => !queue[i].marked);
  if (next === undefined) { say("All answers to this question are marked."); progress(); } else { say(""); await show(next); }
}

// Marks

const isShown = sent => answer && answer.submission === sent.submission && answer.question === sent.question;

// The id of the latest mark of an answer that this page knows of.
const saw = new Map();
const label = at => at.submission + " " + at.question;

function mark(change, undoing = false) {
  if (!answer) return;
  const at = { unit: question.unit, submission: answer.submission, question: answer.question };
  const before = answer.mark;
  // What stands on the screen until the gradebook has answered.
  const given = change.points ?? (change.criteria ? Math.min(question.points, answer.machine.points + change.criteria.reduce((sum, i) => sum + question.criteria[i].points, 0)) : null);
  answer.mark = given === null ? null : { points: given, criteria: change.criteria ?? [], reason: change.reason ?? "", marker };
  const undo = { at, what: "mark", change: before ? { points: before.points, criteria: before.criteria, reason: before.reason } : {} };
  if (!undoing) undos.push(undo);
  draw();
  return send("mark", () => ({ submission: at.submission, question: at.question, saw: saw.get(label(at)), reason: "", ...change }), async result => {
    saw.set(label(at), result.answer.saw);
    const item = queue.find(one => one.submission === at.submission);
    if (item && question.id === at.question) item.marked = result.answer.mark !== null;
    const theirs = result.answer.mark;
    // Sent twice, because the first reply was lost?
    const own = theirs?.marker === marker && theirs.points === given && String(theirs.criteria) === String(change.criteria ?? []);
    if (result.saved || own) { progress(); return; }
    undos.splice(undos.indexOf(undo) >>> 0, 1);
    say(`${theirs ? `${theirs.marker} has just given ${points(theirs.points)} here` : "Somebody has just taken the mark back here"}. Yours was not written; give it again if it should count.`);
    if (isShown(at)) { answer.mark = theirs; draw(); } else back(at);
  });
}

function criterion(i) {
  if (!answer || i >= question.criteria.length) return;
  const given = new Set(answer.mark?.criteria ?? []);
  if (!given.delete(i)) given.add(i);
  mark({ criteria: [...given].sort((a, b) => a - b) });
}

function openPoints() {
  $("by-hand").hidden = false;
  $("by-hand-points").max = question.points;
  $("by-hand-points").value = answer.mark ? number(answer.mark.points) : "";
  $("by-hand-reason").value = answer.mark?.reason ?? "";
  $("by-hand-points").focus();
}

$("by-hand").addEventListener("submit", event => {
  event.preventDefault();
  const change = { points: Number($("by-hand-points").value), reason: $("by-hand-reason").value };
  $("by-hand").hidden = true;
  document.activeElement.blur();
  mark(change);
});

// Comments

const own = () => answer.comments.find(comment => comment.own)?.text ?? "";

function write(text, undoing = false) {
  const at = { unit: question.unit, submission: answer.submission, question: answer.question };
  if (text.trim() === own()) return;
  if (!undoing) undos.push({ at, what: "comment", text: own() });
  answer.comments = [...answer.comments.filter(comment => !comment.own), ...(text.trim() ? [{ text: text.trim(), author: marker, own: true }] : [])];
  send("comment", () => ({ submission: at.submission, question: at.question, text }), () => {});
}

let pause = 0;
$("comment").addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(leaveComment, 800); });
$("comment").addEventListener("blur", () => leaveComment());

function leaveComment() {
  clearTimeout(pause);
  if (answer && !$("desk").hidden) write($("comment").value);
}

function usePhrase(i) {
  const text = answer?.phrases[i];
  if (text === undefined) return;
  const written = $("comment").value.trimEnd();
  $("comment").value = written ? `${written}\n${text}` : text;
  leaveComment();
  keep(text);
}

function keep(text) {
  const at = { submission: answer.submission, question: answer.question };
  if (text.trim()) send("phrase", () => ({ ...at, text }), phrases => { if (isShown(at)) { answer.phrases = phrases; draw(); } });
}

// Flags

function flag(open, undoing = false) {
  const at = { unit: question.unit, submission: answer.submission, question: answer.question };
  if (!undoing && open) undos.push({ at, what: "flag", open: false });
  send("flag", () => ({ submission: at.submission, question: at.question, open }), read => {
    const item = queue.find(one => one.submission === at.submission);
    if (item && question.id === at.question) item.flagged = read.flags.some(one => !one.settled);
    if (isShown(at)) { answer.flags = read.flags; draw(); }
  });
}

// Undo: back to where it was, and then what was there before

async function back(at) {
  if (question.id !== at.question || question.unit !== at.unit) await choose(questions.find(one => one.id === at.question && one.unit === at.unit), at.submission);
  else if (!isShown(at)) await show(queue.findIndex(item => item.submission === at.submission));
}

async function undo() {
  leaveComment();
  const last = undos.pop();
  if (!last) return say("There is nothing to undo.");
  await back(last.at);
  say("");
  if (last.what === "mark") mark(last.change, true);
  if (last.what === "flag") flag(last.open, true);
  if (last.what === "comment") { $("comment").value = last.text; write(last.text, true); }
}

// Drawing

function progress() {
  $("place").textContent = queue.length ? `Answer ${place + 1} of ${queue.length}` : "";
  const left = queue.filter(item => !item.marked).length;
  $("left").textContent = question.byHand > 0 ? `${left} to mark` : `${queue.length - left} marked by hand`;
  $("name").textContent = answer?.name ?? "";
}

function list(id, items) {
  $(id).replaceChildren(...items);
}

function button(onclick, ...parts) {
  const made = element("button");
  made.type = "button";
  made.append(...parts);
  made.addEventListener("click", () => { onclick(); made.blur(); });
  const item = element("li");
  item.append(made);
  return item;
}

function draw() {
  progress();
  const given = answer.mark, machine = answer.machine;
  $("points").replaceChildren(
    given ? `${number(given.points)} of ${number(question.points)}` : question.byHand > 0 ? `– of ${number(question.points)}` : `${number(machine.points)} of ${number(question.points)}`,
    element("small", given ? `by ${given.marker}${given.reason ? `: ${given.reason}` : ""}` : question.byHand > 0 ? "not marked yet" : "by the machine"));
  list("criteria", question.criteria.map((line, i) => {
    const item = button(() => criterion(i), key(i < 9 ? i + 1 : "–"), element("span", line.text), element("span", number(line.points)));
    item.firstChild.setAttribute("aria-pressed", given?.criteria.includes(i) ?? false);
    return item;
  }));
  list("flags", answer.flags.map(one => element("p", `${one.settled ? "Settled: " : ""}${one.message}${one.raisedBy ? ` (${one.raisedBy})` : ""}`, one.settled ? "flag settled" : "flag")));
  list("others", answer.comments.filter(comment => !comment.own).map(comment => element("p", `${comment.author}: ${comment.text}`, "other")));
  list("phrases", answer.phrases.slice(0, 9).map((text, i) => button(() => usePhrase(i), key(`⇧${i + 1}`), element("span", text))));
  const outcomes = { NotAttempted: "Not attempted", Wrong: "Wrong", Failed: "Failed", Partly: "Partly right", Right: "Right", ByHand: "For a person to read" };
  $("machine").textContent = `${outcomes[machine.outcome]}${question.byHand < question.points ? `, ${points(machine.points)}` : ""}. ${machine.message}`;
  list("checks", machine.checks.map(step => element("li", `${step.name}: ${step.outcome}. ${step.message}`, step.outcome === "passed" ? "good" : "bad")));
  $("hidden-tests").hidden = machine.evidence.length === 0;
  list("evidence", machine.evidence.map(probe => element("li", `${probe.name} (${number(probe.points)}): ${probe.matches ? "matches" : probe.reason}`, probe.matches ? "good" : "bad")));
  list("repairs", answer.repairs.map(text => element("li", text)));
}

// Keys

function scroll(by) {
  frames.find(frame => !frame.hidden)?.contentWindow.scrollBy({ top: by });
}

const keys = {
  Enter: () => move(1), j: () => move(1), ArrowRight: () => move(1), k: () => move(-1), ArrowLeft: () => move(-1), n: nextUnmarked,
  q: () => choose(questions[(questions.indexOf(question) + 1) % questions.length]),
  Q: () => choose(questions[(questions.indexOf(question) + questions.length - 1) % questions.length]),
  a: () => { if (question.criteria.length) mark({ criteria: [...question.criteria.keys()] }); else mark({ points: question.points }); },
  e: openPoints, x: () => { if (answer.mark) mark({}); }, u: undo,
  c: () => $("comment").focus(), p: () => keep($("comment").value),
  f: () => flag(!answer.flags.some(one => !one.settled)),
  w: () => { whole = !whole; turn(place); },
  h: () => { names = !names; return show(place); },
  ArrowDown: () => scroll(80), ArrowUp: () => scroll(-80), PageDown: () => scroll(innerHeight * 0.8), PageUp: () => scroll(-innerHeight * 0.8),
  "?": () => $("help").showModal(),
};

let typed = Promise.resolve();

addEventListener("keydown", event => {
  if (event.ctrlKey || event.altKey || event.metaKey || $("help").open) return;
  if (event.target.matches("textarea, input, select")) {
    if (event.key === "Escape") { event.target.blur(); $("by-hand").hidden = true; }
    return;
  }
  const digit = /^(Digit|Numpad)(\d)$/.exec(event.code)?.[2]; // the key itself: on some keyboards digits need Shift
  const does = digit === undefined ? (event.key === " " ? () => scroll(innerHeight * (event.shiftKey ? -0.8 : 0.8)) : keys[event.key])
    : event.shiftKey ? () => usePhrase(digit - 1)
    : digit === "0" ? () => mark(question.criteria.length ? { criteria: [] } : { points: 0 })
    : () => criterion(digit - 1);
  // A button that has the focus keeps its own keys.
  if (!does || event.target.matches("button, summary") && (event.key === "Enter" || event.key === " ")) return;
  event.preventDefault();
  // One key after the other: a mark given right after Enter belongs to the answer that Enter leads to.
  typed = typed.then(() => answer || "?qQ".includes(event.key) ? does() : undefined).catch(error => say(error.message));
});

// A click into the answer would leave the keys there.
addEventListener("blur", () => setTimeout(() => { if (frames.includes(document.activeElement)) { document.activeElement.blur(); focus(); } }));

$("show-help").addEventListener("click", () => { $("help").showModal(); $("show-help").blur(); });
$("question").addEventListener("change", event => { choose(questions[event.target.value]).catch(error => say(error.message)); event.target.blur(); });

(async () => {
  ({ marker, questions } = await ask("questions"));
  const units = new Set(questions.map(one => one.unit));
  $("question").replaceChildren(...questions.map((one, i) => {
    const option = element("option", `${units.size > 1 ? `Unit ${one.unit}: ` : ""}${one.id} ${one.title}${one.byHand > 0 ? "" : " (by machine)"}`);
    option.value = i;
    return option;
  }));
  await choose(questions[0]);
})().catch(error => say(error.message));
