// Keeps what tools ask to be kept, for each origin apart, as long as the page is open (LTI Platform Storage).
const kept = new Map();

window.addEventListener("message", ({ data, origin, source }) => {
  const { subject, message_id, key, value } = data || {};
  if (subject !== "lti.put_data" && subject !== "lti.get_data") return;
  const place = `${origin} ${key}`;
  if (subject === "lti.put_data" && value === null) kept.delete(place);
  else if (subject === "lti.put_data") kept.set(place, value);
  source.postMessage({ subject: `${subject}.response`, message_id, key, value: kept.get(place) }, origin);
});
