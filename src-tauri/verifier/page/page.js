// The page: files in, the verdict on the screen. It opens no connection, and holds none of the verification.
'use strict';

/** A report is a few hundred kilobytes; a file beyond this is not read. */
const LONGEST = 256 * 1024 * 1024;
const ICONS = {
  valid: 'M3.25 8.5l3.25 3.25 6.25-7',
  invalid: 'M4 4l8 8M12 4l-8 8',
  cannotTell: 'M5.5 6a2.5 2.5 0 1 1 3.6 2.2C8.3 8.6 8 9 8 9.9M8 12.3v.3',
  notChecked: 'M3.25 8h9.5',
};
const TONES = { valid: 'good', invalid: 'bad', cannotTell: 'warn', notChecked: 'neutral' };

const byId = (id) => document.getElementById(id);
const state = { language: 'en', report: null, trust: null, ready: null };

function word(key, ...fill) {
  return WORDS[state.language][key].replace(/\{(\d)\}/g, (_, at) => fill[at]);
}

/** An element with a class and children; text is always text, never markup. */
function element(name, classes, ...children) {
  const made = document.createElement(name);
  if (classes) made.className = classes;
  made.append(...children.filter((child) => child !== null));
  return made;
}

function icon(path) {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(space, 'path');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}

function say() {
  document.documentElement.lang = state.language;
  document.title = `Waymark – ${word('title')}`;
  for (const place of document.querySelectorAll('[data-word]')) place.textContent = word(place.dataset.word);
  for (const place of document.querySelectorAll('[data-label]')) place.setAttribute('aria-label', word(place.dataset.label));
  byId('steps').replaceChildren(...WORDS[state.language].steps.map((step) => element('li', '', step)));
  byId('trust-state').textContent = state.trust ? word('trustIs', state.trust.name) : word('trustNone');
  byId('trust-forget').hidden = !state.trust;
}

function fail(text) {
  byId('failure').textContent = text;
  byId('failure').hidden = !text;
}

async function read(file) {
  if (file.size > LONGEST) throw new Error(word('tooLong'));
  try {
    return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
  } catch {
    throw new Error(word('unread'));
  }
}

/** Verifies what is at hand, if anything is. */
async function verify(steady) {
  if (!state.report) return;
  byId('explained').hidden = true;
  if (!steady) byId('answer').replaceChildren(element('p', 'verifying', word('working', state.report.name)));
  // The words are on the screen before the work begins.
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  try {
    await state.ready;
  } catch (error) {
    fail(word('failed', error));
    return;
  }
  let verdict;
  try {
    const trust = state.trust ? state.trust.bytes : undefined;
    verdict = JSON.parse(wasm_bindgen.verify_report(state.report.name, state.report.bytes, trust, state.language));
  } catch (error) {
    // Only a trust file can be refused: any file at all gets a verdict.
    fail(state.trust ? word('trustBad', state.trust.name, String(error)) : String(error));
    byId('answer').replaceChildren();
    state.trust = null;
    say();
    return;
  }
  byId('answer').replaceChildren(verdictView(verdict, steady));
}

function verdictView(verdict, steady) {
  const outcome = verdict.outcome;
  const title = element('h2', '', word(outcome));
  if (verdict.demonstration) {
    const badge = element('span', 'badge tone-warn', word('demonstration'));
    badge.title = word('demonstrationHint');
    badge.dataset.testid = 'demonstration';
    title.append(' ', badge);
  }
  const head = element('header', 'verdict__head',
    element('span', 'verdict__mark', icon(ICONS[outcome])),
    element('div', '', title, element('p', '', verdict.headline), element('p', 'verdict__file', verdict.file)));
  const steps = element('ol', steady ? 'steps' : 'steps steps--arriving', ...verdict.steps.map(stepView));
  const aside = element('aside', 'verdict__aside',
    ...(verdict.report ? factsView(verdict.report) : []),
    element('h3', '', word('trustUsed')),
    element('p', '', verdict.trust || word('noTrust')));
  const article = element('article', `verdict tone-${TONES[outcome]}`, head, element('div', 'verdict__columns', steps, aside));
  article.dataset.testid = 'verdict';
  article.dataset.outcome = outcome;
  return article;
}

function stepView(step) {
  const said = { valid: word('holds'), invalid: word('fails'), cannotTell: word('cannotTell'), notChecked: word('notChecked') };
  const summary = element('summary', 'step__summary',
    element('span', 'step__mark', icon(ICONS[step.outcome])),
    element('div', 'step__words', element('h3', '', `${step.number}  ${step.title}`), element('p', '', step.reason)),
    element('span', 'step__outcome', said[step.outcome]));
  const proof = element('dl', 'proof', ...step.proof.flatMap(proofView));
  const opened = element('details', '', summary, proof);
  if (step.outcome === 'invalid' && step.proof.length > 0) opened.open = true;
  const item = element('li', `step tone-${TONES[step.outcome]}`, opened);
  item.dataset.testid = 'verdict-step';
  item.dataset.code = step.code;
  item.dataset.outcome = step.outcome;
  return item;
}

function proofView(fact) {
  const value = element('dd', '', fact.exact ? element('code', '', fact.value) : fact.value);
  if (fact.exact && navigator.clipboard) {
    const copy = element('button', 'proof__copy', word('copy'));
    copy.type = 'button';
    copy.addEventListener('click', async () => {
      await navigator.clipboard.writeText(fact.value);
      copy.textContent = word('copied');
    });
    value.append(' ', copy);
  }
  return [element('dt', '', fact.what), value];
}

function factsView(report) {
  const issued = new Date(report.issuedUnix * 1000).toLocaleString(state.language, { dateStyle: 'medium', timeStyle: 'short' });
  const pairs = [['number', report.number], ['object', report.object], ['issuer', report.issuer], ['issued', issued], ['signer', report.signer || '']];
  const list = pairs.filter(([, value]) => value).flatMap(([key, value]) => [element('dt', '', word(key)), element('dd', '', value)]);
  return [element('h3', '', word('says')), element('dl', 'facts', ...list), element('code', 'verdict__epc', report.epc)];
}

async function take(file, into) {
  fail('');
  try {
    state[into] = await read(file);
  } catch (error) {
    fail(error.message);
    return;
  }
  say();
  await verify(false);
}

function listen() {
  byId('file').addEventListener('change', (event) => {
    const [file] = event.target.files;
    if (file) take(file, 'report').then(() => { event.target.value = ''; });
  });
  byId('trust').addEventListener('change', (event) => {
    const [file] = event.target.files;
    if (file) take(file, 'trust').then(() => { event.target.value = ''; });
  });
  byId('trust-forget').addEventListener('click', () => {
    state.trust = null;
    fail('');
    say();
    verify(false);
  });
  byId('language').addEventListener('change', (event) => {
    state.language = event.target.value;
    say();
    verify(true);
  });
  byId('theme').addEventListener('click', () => {
    const root = document.documentElement;
    root.dataset.theme = root.dataset.theme === 'dark' ? 'light' : 'dark';
  });
  // A file dropped anywhere is meant for here: a trust file by its ending, anything else is a report.
  const zone = byId('zone');
  window.addEventListener('dragover', (event) => {
    event.preventDefault();
    zone.classList.add('drop-zone--over');
  });
  window.addEventListener('dragleave', () => zone.classList.remove('drop-zone--over'));
  window.addEventListener('drop', async (event) => {
    event.preventDefault();
    zone.classList.remove('drop-zone--over');
    const files = [...event.dataTransfer.files];
    for (const file of files.sort((one) => (one.name.endsWith('.json') ? -1 : 1)).slice(0, 2)) {
      await take(file, file.name.endsWith('.json') ? 'trust' : 'report');
    }
  });
}

async function start() {
  const bytes = Uint8Array.from(atob(VERIFIER_MODULE), (letter) => letter.charCodeAt(0));
  await wasm_bindgen({ module_or_path: bytes });
  byId('version').textContent = wasm_bindgen.version();
}

const asked = (navigator.languages || []).map((tag) => tag.slice(0, 2)).find((tag) => tag in WORDS);
state.language = asked || 'en';
byId('language').value = state.language;
document.documentElement.dataset.theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
say();
listen();
state.ready = start();
state.ready.catch((error) => fail(word('failed', error)));
