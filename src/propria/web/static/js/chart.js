// Draws each figure[data-chart] with uPlot, in the page's own colours. The same figures stand in a table
// beside it, which is what a reader without script, or with a screen reader, gets.
'use strict';

const plots = new Map();
const DAYS = [1, 2, 7, 14, 28, 91, 182, 364].map((days) => days * 86400);

function colours() {
  const style = getComputedStyle(document.documentElement);
  const probe = document.createElement('span');
  document.body.append(probe);
  const read = (name) => {
    probe.style.color = style.getPropertyValue(name);
    return getComputedStyle(probe).color;
  };
  const found = { ink: read('--ink-2'), rule: read('--rule'), lines: [read('--accent'), read('--active'), read('--wait')] };
  probe.remove();
  return found;
}

function draw(figure) {
  const given = JSON.parse(figure.dataset.chart), place = figure.querySelector('.plot');
  const { ink, rule, lines } = colours();
  const day = new Intl.DateTimeFormat(document.documentElement.lang, { timeZone: 'UTC', day: 'numeric', month: 'short' });
  const axis = { stroke: ink, grid: { stroke: rule, width: 1 }, ticks: { stroke: rule, width: 1 }, font: '12px Inter, sans-serif' };
  plots.get(figure)?.destroy();
  const options = {
    width: place.clientWidth,
    height: 220,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
    legend: { live: false },
    cursor: { drag: { x: false, y: false } },
    axes: [
      { ...axis, space: 72, incrs: DAYS, values: (_, ticks) => ticks.map((tick) => day.format(tick * 1000)) },
      { ...axis, size: 44 },
    ],
    series: [{}, ...given.series.map((each, i) => ({
      label: each.label, stroke: lines[i % lines.length], width: 2, dash: i === 0 ? undefined : [6 / i, 4],
    }))],
  };
  plots.set(figure, new uPlot(options, [given.at, ...given.series.map((each) => each.values)], place));
}

function drawAll() {
  for (const figure of document.querySelectorAll('figure[data-chart]')) draw(figure);
}

let waiting = 0;
window.addEventListener('resize', () => {
  clearTimeout(waiting);
  waiting = setTimeout(drawAll, 120);
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
document.addEventListener('htmx:after:swap', drawAll);
drawAll();
