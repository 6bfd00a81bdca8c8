// Tells the learning platform, and nobody else, that the registration is done (LTI Dynamic Registration 1.0, section 3.6).
const done = document.getElementById("done");
const opener = window.opener || window.parent;
if (opener !== window) {
  opener.postMessage({ subject: "org.imsglobal.lti.close" }, done.dataset.closeTo);
}
