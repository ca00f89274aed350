// Moves the face of a head shown by <model-viewer>: each slider drives the movements that it names, together,
// on every head of the page.
// Without this script, or without WebGL, the head's pictures stand in its place.
'use strict';

function sceneOf(viewer) {
  const symbol = Object.getOwnPropertySymbols(viewer).find((s) => s.description === 'scene');
  return symbol && viewer[symbol];
}

function facesOf(scene) {
  const found = [];
  scene.traverse((part) => {
    if (part.morphTargetDictionary && part.morphTargetInfluences) found.push(part);
  });
  return found;
}

function move(scene, faces, slider) {
  for (const face of faces) {
    for (const name of slider.dataset.targets.split(' ')) {
      const at = face.morphTargetDictionary[name];
      if (at !== undefined) face.morphTargetInfluences[at] = slider.valueAsNumber;
    }
  }
  scene.queueRender();
}

function offer(viewer, panel) {
  const scene = sceneOf(viewer);
  const faces = scene ? facesOf(scene) : [];
  if (!faces.length) return;
  const sliders = [...panel.querySelectorAll('input[type=range]')];
  for (const slider of sliders) {
    const names = slider.dataset.targets.split(' ');
    const known = faces.some((face) => names.some((name) => name in face.morphTargetDictionary));
    slider.closest('label').hidden = !known;
    slider.addEventListener('input', () => move(scene, faces, slider));
  }
  panel.querySelector('[data-still]').addEventListener('click', () => {
    for (const slider of sliders) {
      slider.value = 0;
      move(scene, faces, slider);
    }
  });
  panel.hidden = false;
}

for (const viewer of document.querySelectorAll('model-viewer[data-head]')) {
  const panel = document.querySelector('[data-expressions]');
  viewer.addEventListener('load', () => offer(viewer, panel), { once: true });
}
