"""The photographer's room: lights, a grey backdrop, a portrait lens, and the renderer's settings."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import bpy
from mathutils import Vector

CAMERA_DISTANCE = 9.9
LENS_MM, SENSOR_MM = 85, 36
LENS_OVER_SENSOR = LENS_MM / SENSOR_MM
JPEG_QUALITY = 88
FACE = Vector((0, 7.1, 0.8))
# place, size, watts, colour
LIGHTS = (
    ((-6.5, 10.5, 8.5), 3.4, 1350, (1, 0.95, 0.90)),
    ((8, 7, 8), 7.0, 380, (0.90, 0.95, 1)),
    ((5, 10.5, -6), 3.0, 430, (1, 0.97, 0.94)),
    ((-6, 9, -6), 3.0, 260, (0.94, 0.97, 1)),
)


@dataclass(frozen=True)
class Quality:
    """Picture size in pixels and samples a pixel."""

    width: int
    height: int
    samples: int
    fast_denoising: bool = False


class Studio:
    """An empty lit scene with a camera; opening it clears Blender's current scene."""

    def __init__(self, quality: Quality) -> None:
        """Set lights, world, camera and renderer."""
        bpy.ops.wm.read_factory_settings(use_empty=True)
        self._scene = bpy.context.scene
        self._renderer(quality)
        for place, size, watts, colour in LIGHTS:
            _light(place, size, watts, colour)
        _backdrop(self._scene)
        camera = bpy.data.cameras.new("camera")
        camera.lens, camera.sensor_fit, camera.sensor_height = LENS_MM, "VERTICAL", SENSOR_MM
        self._camera = bpy.data.objects.new("camera", camera)
        bpy.context.collection.objects.link(self._camera)
        self._scene.camera = self._camera

    def _renderer(self, quality: Quality) -> None:
        render, cycles = self._scene.render, self._scene.cycles
        render.engine, cycles.device = "CYCLES", "CPU"
        cycles.samples, cycles.use_adaptive_sampling, cycles.adaptive_threshold = quality.samples, True, 0.03
        cycles.use_denoising, cycles.denoiser = True, "OPENIMAGEDENOISE"
        cycles.denoising_prefilter = "FAST" if quality.fast_denoising else "ACCURATE"
        cycles.max_bounces, cycles.diffuse_bounces, cycles.glossy_bounces = 6, 2, 2
        cycles.transmission_bounces, cycles.transparent_max_bounces = 4, 6
        cycles.caustics_reflective = cycles.caustics_refractive = False
        cycles.sample_clamp_indirect = 4
        self._scene.cycles_curves.shape, self._scene.cycles_curves.subdivisions = "RIBBONS", 2
        render.use_persistent_data = True
        render.threads_mode, render.threads = "FIXED", 2
        render.resolution_x, render.resolution_y = quality.width, quality.height
        view = self._scene.view_settings
        view.view_transform, view.look, view.exposure = "AgX", "AgX - Medium High Contrast", 0.15

    def frame(self, height: float) -> None:
        """Point the camera at head and shoulders."""
        self._camera.location = (0, height, CAMERA_DISTANCE)

    def shoot(self, path: Path, *, box: tuple[float, float, float, float] | None = None) -> float:
        """Render one picture, JPEG or PNG by its ending; returns the seconds it took.

        `box` (left, top, right, bottom in pixels) renders only that part; the rest stays black.
        """
        self._border(box)
        settings = self._scene.render.image_settings
        settings.file_format, settings.quality = (
            ("JPEG", JPEG_QUALITY) if path.suffix == ".jpg" else ("PNG", 100)
        )
        self._scene.render.filepath = str(path)
        began = time.monotonic()
        bpy.ops.render.render(write_still=True)
        return time.monotonic() - began

    def _border(self, box: tuple[float, float, float, float] | None) -> None:
        render = self._scene.render
        render.use_border = box is not None
        if box is None:
            return
        left, top, right, bottom = box
        wide, high = render.resolution_x, render.resolution_y
        render.border_min_x, render.border_max_x = max(0, left / wide), min(1, right / wide)
        render.border_min_y, render.border_max_y = max(0, 1 - bottom / high), min(1, 1 - top / high)


def _light(place: tuple[float, ...], size: float, watts: float, colour: tuple[float, ...]) -> None:
    lamp = bpy.data.lights.new("light", "AREA")
    lamp.size, lamp.energy, lamp.color = size, watts, colour
    made = bpy.data.objects.new("light", lamp)
    made.location = place
    made.rotation_euler = (FACE - Vector(place)).to_track_quat("-Z", "Y").to_euler()
    bpy.context.collection.objects.link(made)


def _backdrop(scene: bpy.types.Scene) -> None:
    """Soft grey light for the room; the camera sees a grey circle fading to dark."""
    world = bpy.data.worlds.new("room")
    scene.world, world.use_nodes = world, True
    tree = world.node_tree
    tree.nodes.clear()

    def add(kind: str) -> bpy.types.ShaderNode:
        return tree.nodes.new(f"ShaderNode{kind}")

    out, mix, path, seen, room, wall = (
        add(k) for k in ("OutputWorld", "MixShader", "LightPath", "TexCoord", "Background", "Background")
    )
    room.inputs[0].default_value, room.inputs[1].default_value = (0.5, 0.52, 0.55, 1), 0.22
    distance, shade = add("VectorMath"), add("ValToRGB")
    distance.operation, distance.inputs[1].default_value = "DISTANCE", (0.5, 0.55, 0)
    near, far = shade.color_ramp.elements
    near.color, far.color, far.position = (0.21, 0.215, 0.225, 1), (0.075, 0.078, 0.085, 1), 0.85
    links = (
        (seen.outputs["Window"], distance.inputs[0]),
        (distance.outputs["Value"], shade.inputs[0]),
        (shade.outputs[0], wall.inputs[0]),
        (path.outputs["Is Camera Ray"], mix.inputs[0]),
        (room.outputs[0], mix.inputs[1]),
        (wall.outputs[0], mix.inputs[2]),
        (mix.outputs[0], out.inputs[0]),
    )
    for start, end in links:
        tree.links.new(start, end)
