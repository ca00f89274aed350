// The little that the shell needs script for: the palette, dropping a file anywhere, saying "offline".
// Every page works without it.
'use strict';
document.documentElement.classList.add('js');

const palette = document.getElementById('palette');

function openPalette() {
  if (!palette || palette.open) return;
  palette.showModal();
  const input = palette.querySelector('input');
  input.value = '';
  input.focus();
  input.dispatchEvent(new Event('palette-opened'));
}

function isTyping(element) {
  return element.closest('input, textarea, select, [contenteditable]') !== null;
}

document.addEventListener('keydown', (event) => {
  const slash = event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target);
  const ctrlK = event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey);
  if (palette && (slash || ctrlK)) {
    event.preventDefault();
    openPalette();
  }
});

document.addEventListener('click', (event) => {
  const opener = event.target.closest('[data-palette]');
  if (opener && palette) {
    event.preventDefault();
    openPalette();
  }
  if (event.target === palette) palette.close();
});

palette?.addEventListener('keydown', (event) => {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const stops = [palette.querySelector('input'), ...palette.querySelectorAll('#found a')];
  const next = stops.indexOf(document.activeElement) + (event.key === 'ArrowDown' ? 1 : -1);
  event.preventDefault();
  stops[Math.max(0, Math.min(next, stops.length - 1))].focus();
});

palette?.addEventListener('submit', (event) => {
  const first = palette.querySelector('#found a');
  if (first) {
    event.preventDefault();
    location.assign(first.href);
  }
});

// Drop a file anywhere: it goes into the page's own file field, which announces it as if it were chosen.
const field = document.querySelector('input[type=file][data-drop]');

function carriesFile(event) {
  return field !== null && event.dataTransfer !== null && [...event.dataTransfer.types].includes('Files');
}

document.addEventListener('dragover', (event) => {
  if (!carriesFile(event)) return;
  event.preventDefault();
  document.documentElement.dataset.dragging = '';
});

document.addEventListener('dragleave', (event) => {
  if (event.relatedTarget === null) delete document.documentElement.dataset.dragging;
});

document.addEventListener('drop', (event) => {
  if (!carriesFile(event)) return;
  event.preventDefault();
  delete document.documentElement.dataset.dragging;
  field.files = event.dataTransfer.files;
  field.dispatchEvent(new Event('change', { bubbles: true }));
});

// Offline is a state of the page, not an error of the reader.
const offline = document.querySelector('[data-offline]');

function tellConnection() {
  if (offline) offline.hidden = navigator.onLine;
}

window.addEventListener('online', tellConnection);
window.addEventListener('offline', tellConnection);
tellConnection();

// A folded question says on its own line what is set now, and opens where the browser finds something wrong in it.
document.addEventListener('change', (event) => {
  const topic = event.target.closest('.topic');
  const now = topic?.querySelector('.now');
  if (!now) return;
  const ticked = [...topic.querySelectorAll('input:checked')].map((box) => box.parentElement.textContent.trim());
  const comma = document.documentElement.lang.startsWith('zh') ? '、' : ', ';
  now.textContent = now.dataset.changed ?? (ticked.join(comma) || now.dataset.none);
});

document.addEventListener('invalid', (event) => event.target.closest('.topic')?.setAttribute('open', ''), true);
