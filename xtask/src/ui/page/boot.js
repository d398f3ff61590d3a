// Starts the user interface. A file of its own, because the content security policy allows no script inside the page.
import init from './waymark-ui.js';

init({ module_or_path: './waymark-ui_bg.wasm' }).catch((error) => {
  const notice = document.createElement('p');
  notice.setAttribute('role', 'alert');
  notice.textContent = `The window could not start: ${error}`;
  document.body.replaceChildren(notice);
});
