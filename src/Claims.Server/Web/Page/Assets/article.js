// The article's text beside its claims: whoever has the text gives it here, and it stays in the browser.
import { paragraphsOf } from './article-text.js';
import { compare, piecesOf, verdictOf } from './article-spans.js';

const most = 4 * 1024 * 1024;
const deepest = 3;
const margin = 48;
const mask = 'name,locators,attribution.steps';

const words = {
  invite: 'The service keeps pointers, not the text. If you have it, every claim can show its words.',
  insecure: 'No text can be compared here: browsers compute digests only where a page comes by https or from localhost.',
  encoding: 'This is not UTF-8, so it was not read. Save it as UTF-8 text and try again.',
  size: 'This has more than 4 MB, so it was not read: no article has.',
  file: 'This file could not be read.',
  empty: 'There are no words in this.',
  comparing: 'Comparing …',
  service: 'The service did not tell the spans, so nothing was compared',
  kept: 'Read in this browser, sent nowhere.',
};

let aside = null;
let held = null; // The text: { article, paragraphs }.
let compared = null; // What was found in it: { revision, found }.
let drawn = null; // The article the aside was last filled for.
let lit = null;
let isOpen = false;
let turn = 0;

listen();
attach();

function listen() {
  document.addEventListener('claims:patched', attach);
  document.addEventListener('mouseover', ({ target }) => aside?.contains(target) || light(claimAt(target) ?? focused()));
  document.addEventListener('focusin', ({ target }) => aside?.contains(target) || light(claimAt(target)));
  document.addEventListener('dragover', over);
  document.addEventListener('dragleave', ({ relatedTarget }) => relatedTarget || markOver(false));
  document.addEventListener('drop', drop);
  document.addEventListener('paste', paste);
  document.addEventListener('click', ({ target }) => target.closest?.('#article-opener, #article > .hide') && open(!isOpen));
}

// The page may have been patched: then the aside is another, or empty again.
function attach() {
  aside = document.getElementById('article');
  if (!aside) return;
  const { article, revision } = aside.dataset;
  if (held && held.article !== article) forget();
  if (!held || compared?.revision !== revision) compared = null;
  aside.hidden = false;
  open(isOpen, false);
  const isEmpty = aside.querySelector('.drop').childElementCount === 0;
  if (isEmpty || drawn !== article || (held && !compared)) show();
}

function show(problem = '') {
  lit = null;
  if (!crypto.subtle) fill(words.insecure, 'unsure', [element('p')]);
  else if (!held) invite(problem);
  else if (compared) showText();
  else check();
}

function invite(problem) {
  const input = element('input', { type: 'file', accept: 'text/plain,.txt,.text,.md', hidden: '' });
  input.addEventListener('change', () => input.files.length > 0 && read(input.files[0]));
  const paper = element('textarea', { rows: 2, 'aria-label': 'Or paste the article’s text', placeholder: 'or paste it here' });
  paper.addEventListener('change', () => paper.value && take(new TextEncoder().encode(paper.value)));
  const choose = button('Choose a file', () => input.click());
  fill(problem, 'unsure', [
    element('p', {}, words.invite),
    element('div', { class: 'zone' }, element('b', {}, 'Drop the article’s text'), choose, input, paper),
    element('p', {}, 'SHA-256 of the article meant ', element('code', {}, aside.dataset.sha256)),
  ]);
}

async function read(file) {
  if (file.size > most) return refuse(words.size);
  try {
    return take(new Uint8Array(await file.arrayBuffer()));
  } catch {
    return refuse(words.file);
  }
}

function take(bytes) {
  if (!aside || !crypto.subtle) return undefined;
  if (bytes.length > most) return refuse(words.size);
  let paragraphs;
  try {
    paragraphs = paragraphsOf(bytes);
  } catch {
    return refuse(words.encoding);
  }
  if (paragraphs.length === 0) return refuse(words.empty);
  held = { article: aside.dataset.article, paragraphs };
  compared = null;
  return show();
}

function forget() {
  held = null;
  compared = null;
  turn++;
}

function refuse(problem) {
  forget();
  const isHere = aside?.contains(document.activeElement);
  show(problem);
  if (isHere) aside.querySelector('.drop button')?.focus();
}

async function check() {
  const mine = ++turn;
  const { article, revision, sha256 } = aside.dataset;
  const isHere = aside.contains(document.activeElement);
  fill(words.comparing, '', [kept()]);
  if (isHere) aside.querySelector('.drop button').focus();
  try {
    const found = await compare(held.paragraphs, await claimsOf(article, revision), sha256);
    if (mine !== turn || !aside) return;
    if (found.matching === 0) return refuse(verdictOf(found));
    compared = { revision, found };
    return show();
  } catch (problem) {
    if (mine !== turn || !aside) return;
    fill(`${words.service}: ${problem.message}`, 'unsure', [kept(button('Try again', () => show()))]);
  }
}

async function claimsOf(article, revision) {
  const claims = [];
  for (let pageToken = ''; ;) {
    // A page's token has the revision in it.
    const place = pageToken ? { pageToken } : { revision };
    const answer = await fetch(`/v1/${article}/claims?${new URLSearchParams({ pageSize: 1000, readMask: mask, ...place })}`);
    const page = await answer.json();
    if (!answer.ok) throw new Error(page.error?.message ?? answer.statusText);
    claims.push(...page.claims ?? []);
    if (!(pageToken = page.nextPageToken ?? '')) return claims;
  }
}

function showText() {
  const { found } = compared;
  const isAll = found.isWhole && found.matching === found.spans;
  const isHere = aside.contains(document.activeElement);
  const heads = [element('small', {}, '¶'), element('p'), element('small', {}, 'claims')];
  const head = element('div', { class: 'para', 'aria-hidden': true }, ...heads);
  const paragraphs = held.paragraphs.map((text, i) => paragraph(text, i, found.marks.filter((mark) => mark.paragraph === i)));
  fill(`${isAll ? '✓ ' : ''}${verdictOf(found)}`, isAll ? 'meant' : 'unsure', [kept()], [head, ...paragraphs]);
  if (isHere) aside.querySelector('.drop button').focus();
  light(focused());
}

function paragraph(text, number, marks) {
  const count = new Set(marks.filter(({ isCue }) => !isCue).map(({ claim }) => claim)).size;
  return element('div', { class: 'para' },
    element('small', {}, hidden('Paragraph '), number),
    element('p', {}, ...piecesOf(text, marks).map(piece)),
    element('small', {}, ...count > 0 ? [count, hidden(count === 1 ? ' claim' : ' claims')] : []));
}

function piece({ text, marks }) {
  if (marks.length === 0) return text;
  const spans = marks.filter(({ isCue }) => !isCue);
  const claims = [...new Set(spans.map(({ claim }) => claim))];
  const made = claims.length > 0 && text.trim() ? link(text, claims) : element('span', {}, text);
  if (claims.length > 0) made.classList.add('span', `d${Math.min(claims.length, deepest)}`);
  if (spans.some(({ isOwn }) => !isOwn)) made.classList.add('other');
  made.marks = marks;
  return made;
}

// A link, as a button does not break over lines.
function link(text, claims) {
  const made = element('a', { href: addressOf(claims[0]) }, text);
  let next = 0;
  made.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const claim = claims[next];
    next = (next + 1) % claims.length;
    made.href = addressOf(claim);
    if (!goTo(claim)) return;
    event.preventDefault();
    event.stopPropagation();
  });
  return made;
}

function goTo(claim) {
  const row = document.getElementById(`c-${claim}`);
  const heading = row?.querySelector('h3 :is(a, button)');
  if (!heading) return false;
  row.scrollIntoView({ block: 'center' });
  heading.focus({ preventScroll: true });
  light(claim);
  return true;
}

function addressOf(claim) {
  const at = new URLSearchParams(location.search).get('at');
  return `/${claim}${at ? `?${new URLSearchParams({ at })}` : ''}`;
}

function claimAt(target) {
  return target.closest?.('li.claim')?.id.slice('c-'.length);
}

// On the page of one claim it is that one.
function focused() {
  return claimAt(document.activeElement) ?? aside?.dataset.claim;
}

function light(claim = aside?.dataset.claim) {
  if (!aside || !compared || claim === lit) return;
  lit = claim;
  const active = document.activeElement;
  for (const mark of aside.querySelectorAll('mark')) mark.replaceWith(...mark.childNodes);
  const pieces = [...aside.querySelectorAll('.para p > *')];
  const isOf = (one, isCue) => one.marks.some((mark) => mark.claim === claim && mark.isCue === isCue);
  for (const one of pieces) one.classList.toggle('cue', isOf(one, true));
  const spans = pieces.filter((one) => isOf(one, false));
  spans.forEach(outline);

  // What is moved loses the focus.
  if (aside.contains(active)) active.focus({ preventScroll: true });
  if (spans.length > 0) reveal(spans[0], spans.at(-1));
}

// Pieces that touch have one outline.
function outline(one) {
  const before = one.previousSibling;
  if (before?.nodeName === 'MARK') return before.append(one);
  const mark = element('mark');
  one.before(mark);
  return mark.append(one);
}

// Scrolls the aside alone, which scrollIntoView would not.
function reveal(first, last) {
  const frame = aside.getBoundingClientRect();
  const [top, bottom] = [first.getBoundingClientRect().top - margin, last.getBoundingClientRect().bottom + margin];
  if (top >= frame.top && bottom <= frame.bottom) return;
  aside.scrollTop += top - frame.top;
}

function over(event) {
  if (!isTaken(event)) return;
  event.preventDefault();
  markOver(true);
}

function drop(event) {
  markOver(false);
  if (!isTaken(event)) return;
  event.preventDefault();
  const { files } = event.dataTransfer;
  if (files.length > 0) read(files[0]);
  else take(new TextEncoder().encode(event.dataTransfer.getData('text/plain')));
}

// A file that misses the zone would take the page away.
function isTaken({ target, dataTransfer }) {
  const kinds = dataTransfer?.types ?? [];
  return aside !== null && (kinds.includes('Files') || (kinds.includes('text/plain') && aside.contains(target)));
}

function markOver(isOver) {
  aside?.classList.toggle('over', isOver);
}

function paste(event) {
  if (!aside || held) return;
  if (!aside.contains(event.target) && event.target.closest?.('input, textarea, [contenteditable]')) return;
  const { files } = event.clipboardData;
  const text = event.clipboardData.getData('text/plain');
  if (files.length === 0 && !text) return;
  event.preventDefault();
  if (text) take(new TextEncoder().encode(text));
  else read(files[0]);
}

function open(isNow, isAsked = true) {
  const opener = document.getElementById('article-opener');
  isOpen = isNow;
  aside?.toggleAttribute('data-open', isOpen);
  if (!opener || !aside) return;
  opener.hidden = false;
  opener.setAttribute('aria-expanded', isOpen);
  if (isAsked) (isOpen ? aside : opener).focus();
}

function fill(told, tone, given, text = []) {
  drawn = aside.dataset.article;
  const status = aside.querySelector('.told');
  status.className = `told ${tone}`;
  status.textContent = told;
  aside.querySelector('.given').classList.toggle('full', held !== null);
  aside.querySelector('.drop').replaceChildren(...given);
  aside.querySelector('.text').replaceChildren(...text);
}

function kept(...more) {
  return element('p', {}, words.kept, ' ', ...more, button('Remove', () => refuse('')));
}

function button(label, act) {
  const made = element('button', { type: 'button' }, label);
  made.addEventListener('click', act);
  return made;
}

function hidden(label) {
  return element('span', { class: 'vh' }, label);
}

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}
