// The learning platform keeps a secret for us where the browser keeps no cookie (LTI Client Side postMessages 1.0;
// LTI Platform Storage). Nothing is sent to, and nothing is believed from, any other origin than the registered one.
const PATIENCE = 5000; // milliseconds
const AGAIN = 250;
const holder = document.getElementById("storage");
const waiting = document.getElementById("waiting");
const otherwise = document.getElementById("otherwise");
const { frame, origin, key, value, goTo } = holder.dataset;

function show(waits) {
  waiting.hidden = !waits;
  otherwise.hidden = waits;
}

function platformFrame() {
  const platform = window.opener || window.parent;
  try {
    return frame === "_parent" ? platform : platform.frames[frame];
  } catch {
    return null; // no frame of that name, or not yet
  }
}

function ask(subject, more) {
  return new Promise((done, failed) => {
    const id = crypto.randomUUID();
    const say = () => platformFrame()?.postMessage({ subject, message_id: id, key, ...more }, origin);
    const again = setInterval(say, AGAIN); // the platform's frame may still be loading, and hears nothing until then
    const end = (how, what) => {
      clearInterval(again);
      clearTimeout(late);
      how(what);
    };
    const late = setTimeout(() => end(failed, new Error("no answer")), PATIENCE);
    window.addEventListener("message", ({ data, origin: from }) => {
      if (from !== origin || !data || data.message_id !== id || data.subject !== `${subject}.response`) return;
      if (data.error) end(failed, new Error("refused"));
      else end(done, data.value);
    });
    say();
  });
}

async function keep() {
  await ask("lti.put_data", { value });
  window.location.replace(goTo);
}

async function recall() {
  const secret = await ask("lti.get_data", {});
  if (typeof secret !== "string" || !secret) throw new Error("not there");
  ask("lti.put_data", { value: null }).catch(() => {}); // it has done its work, and nobody waits for this
  holder.elements.browser_secret.value = secret;
  holder.submit();
}

show(true);
(goTo ? keep() : recall()).catch(() => show(false));
