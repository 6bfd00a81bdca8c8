// Saves the form as one types, and says so. Without scripts the button saves.
const form = document.querySelector("form[data-save]");
const status = form.querySelector("[data-status]");
const words = form.dataset;
const PAUSE = 900; // milliseconds without a key before it saves
const AGAIN = 5000; // milliseconds until it tries again when nobody answered
let timer = 0;
let typed = false;
let failed = false; // the latest try; until one succeeds, what was typed stands in this window only
let running = null;

function say(text) {
  if (status.textContent !== text) {
    status.textContent = text;
  }
}

async function send(keepalive) {
  typed = false;
  const body = new URLSearchParams(new FormData(form));
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, keepalive });
    const told = await answer.json();
    failed = !answer.ok;
    if (answer.ok) {
      form.elements.was.value = told.was;
      const at = new Date(told.saved).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
      say(typed ? words.saving : words.saved.replace("{time}", at));
    } else {
      typed = true;
      say(words.refused.replace("{reason}", () => `${told.sentence} ${told.hint}`));
    }
  } catch {
    typed = failed = true;
    say(words.unsaved);
    window.clearTimeout(timer);
    timer = window.setTimeout(save, AGAIN);
  }
}

async function save(keepalive = false) {
  window.clearTimeout(timer);
  while (running) {
    await running;
  }
  if (!typed) {
    return;
  }
  running = send(keepalive);
  await running;
  running = null;
}

form.addEventListener("input", () => {
  typed = true;
  say(words.saving);
  window.clearTimeout(timer);
  timer = window.setTimeout(save, PAUSE);
});

form.addEventListener("submit", async (event) => {
  window.clearTimeout(timer);
  typed = failed = false;
  if (running) {
    event.preventDefault();
    const button = event.submitter;
    await running;
    form.requestSubmit(button);
  }
});

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") {
    save(true);
  }
});

window.addEventListener("beforeunload", (event) => {
  if (failed) {
    event.preventDefault(); // the browser asks whether to leave
  }
});
