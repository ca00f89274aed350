"""Blender materials for skin, eyes, teeth, hair and cloth, as node trees written in Python."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import bpy
import numpy as np
from roster import Hair, Look, Rgb

Socket = Any
MELANIN_FREE = np.array([0.75, 0.55, 0.34])
MELANIN_ABSORBS = np.array([3.2, 4.2, 5.5])


class Nodes:
    """A small language for node trees: `nodes("Noise", Scale=3)` adds a node and links or sets its inputs."""

    def __init__(self, name: str) -> None:
        """Start an empty material."""
        self.material = bpy.data.materials.new(name)
        self.material.use_nodes = True
        self.tree = self.material.node_tree
        self.tree.nodes.clear()

    def __call__(self, kind: str, settings: dict[str, Any] | None = None, **inputs: Any) -> Any:
        """Add a node; `_3` names the fourth input, `Base_Color` the one called so."""
        node = self.tree.nodes.new(f"ShaderNode{kind}")
        for name, value in (settings or {}).items():
            setattr(node, name, value)
        for name, value in inputs.items():
            socket = node.inputs[int(name[1:])] if name[1:].isdigit() else node.inputs[name.replace("_", " ")]
            if isinstance(value, bpy.types.NodeSocket):
                self.tree.links.new(value, socket)
            else:
                rgb = isinstance(value, tuple) and len(value) == 3 and socket.type == "RGBA"
                socket.default_value = (*value, 1) if rgb else value
        return node

    def mask(self, name: str) -> Socket:
        """A vertex mask by name."""
        return self("Attribute", {"attribute_name": name}).outputs["Fac"]

    def vector(self, name: str) -> Socket:
        """A vertex vector by name."""
        return self("Attribute", {"attribute_name": name}).outputs["Vector"]

    def math(self, operation: str, a: Socket | float, b: Socket | float = 0.0) -> Socket:
        """Arithmetic on two values."""
        return self("Math", {"operation": operation}, _0=a, _1=b).outputs[0]

    def times(self, a: Socket | float, b: Socket | float) -> Socket:
        """Product of two values."""
        return self.math("MULTIPLY", a, b)

    def plus(self, a: Socket | float, b: Socket | float) -> Socket:
        """Sum of two values."""
        return self.math("ADD", a, b)

    def mix(self, amount: Socket | float, a: Socket | Rgb, b: Socket | Rgb) -> Socket:
        """Blend of two colours."""
        return self("Mix", {"data_type": "RGBA"}, _0=amount, _6=a, _7=b).outputs[2]

    def noise(self, at: Socket, scale: float, detail: float = 3.0, rough: float = 0.55) -> Socket:
        """Fractal noise 0..1."""
        return self("TexNoise", Vector=at, Scale=scale, Detail=detail, Roughness=rough).outputs[0]

    def ramp(self, value: Socket, start: float, end: float) -> Socket:
        """Smooth step of a value."""
        return self(
            "MapRange", {"interpolation_type": "SMOOTHSTEP"}, Value=value, From_Min=start, From_Max=end
        ).outputs[0]

    def done(self, shader: Any) -> bpy.types.Material:
        """Connect the last shader and hand back the material."""
        self.tree.links.new(shader.outputs[0], self("OutputMaterial").inputs[0])
        return self.material


def scaled(colour: Rgb, *factors: float) -> Rgb:
    """A colour multiplied by one factor or by three."""
    factors = factors * 3 if len(factors) == 1 else factors
    return tuple(min(1.0, c * f) for c, f in zip(colour, factors, strict=True))


def hair_colour(hair: Hair) -> Rgb:
    """The mean colour of the hair, for stubble and the scalp under it."""
    dark = MELANIN_FREE * np.exp(-hair.melanin * MELANIN_ABSORBS)
    return tuple(dark * (1 - hair.grey) + hair.grey * np.array([0.5, 0.5, 0.49]))


def skin(look: Look, lips_texture: Path) -> bpy.types.Material:
    """Skin with blotches, blush, freckles, stubble, lips, pores, forehead lines and subsurface scattering."""
    n = Nodes("skin")
    at = n.vector("rest")
    mottle, fine = n.noise(at, 17.0, 3.0), n.noise(at, 90.0, 2.0)
    image = bpy.data.images.load(str(lips_texture), check_existing=True)
    image.colorspace_settings.name = "Non-Color"
    on_lips = n.ramp(n("TexImage", {"image": image}, Vector=n("UVMap").outputs[0]).outputs[0], 0.15, 0.95)
    colour = _complexion(n, at, look, mottle)
    colour = _stubble(n, colour, look, fine)
    lip = n.mix(n.times(mottle, 0.6), look.lip, scaled(look.lip, 0.72))
    colour = n.mix(n.times(on_lips, 0.85), colour, lip)
    colour = n.mix(n.mask("mouth"), colour, (0.30, 0.07, 0.06))
    rough = n.plus(n.math("SUBTRACT", 0.52, n.times(n.mask("blush"), 0.08)), n.times(fine, 0.12))
    rough = n.math("SUBTRACT", rough, n.times(on_lips, 0.2))
    shader = n(
        "BsdfPrincipled",
        Base_Color=colour,
        Roughness=rough,
        Subsurface_Weight=0.8,
        Subsurface_Scale=0.045,
        Normal=_pores(n, at, look, fine, on_lips),
        Specular_IOR_Level=0.45,
    )
    shader.inputs["Subsurface Radius"].default_value = (1.0, 0.36, 0.20)
    return n.done(shader)


def _complexion(n: Nodes, at: Socket, look: Look, mottle: Socket) -> Socket:
    base, dark = look.skin, 1 - min(1, sum(look.skin) / 1.2)
    large = n.ramp(n.noise(at, 3.2, 4.0), 0.35, 0.68)
    colour = n.mix(large, scaled(base, 0.91), scaled(base, 1.05, 1.08, 1.08))
    colour = n.mix(n.times(n.ramp(mottle, 0.42, 0.7), 0.34), colour, scaled(base, 0.95, 0.72, 0.68))
    colour = n.mix(
        n.times(n.mask("blush"), look.blush * (0.55 + 0.25 * dark)), colour, scaled(base, 1.02, 0.58, 0.55)
    )
    colour = n.mix(
        n.times(n.mask("under_eye"), 0.26 + 0.004 * look.age), colour, scaled(base, 0.72, 0.62, 0.66)
    )
    if look.freckle:
        cells = n("TexVoronoi", Vector=at, Scale=22.0, Randomness=1.0).outputs["Distance"]
        spots = n.times(n.ramp(cells, 0.22, 0.08), n.ramp(n.noise(at, 7.0), 0.5, 0.62))
        where = n.plus(n.mask("blush"), 0.12)
        colour = n.mix(n.times(n.times(spots, where), look.freckle), colour, scaled(base, 0.6, 0.42, 0.36))
    return colour


def _stubble(n: Nodes, colour: Socket, look: Look, fine: Socket) -> Socket:
    hair = hair_colour(look.hair)
    amount = max(look.stubble, 0.55 if look.beard else 0, 0.08 * look.male)
    pale = 0.5 * look.hair.grey
    shade = tuple(
        s * (f + pale) + h * 0.5 for s, f, h in zip(look.skin, (0.25, 0.27, 0.32), hair, strict=True)
    )
    colour = n.mix(n.times(n.mask("beard"), n.times(n.ramp(fine, 0.3, 0.6), amount)), colour, shade)
    under_hair = tuple(0.6 * h + 0.12 * s for h, s in zip(hair, look.skin, strict=True))
    return n.mix(n.times(n.mask("scalp"), 0.72), colour, under_hair)


def _pores(n: Nodes, at: Socket, look: Look, fine: Socket, on_lips: Socket) -> Socket:
    age = max(0.0, (look.age - 32) / 45)
    cells = n("TexVoronoi", Vector=at, Scale=70.0, Randomness=1.0).outputs["Distance"]
    height = n.plus(n.times(n.ramp(cells, 0, 0.5), 0.3), n.times(fine, 0.45))
    height = n.plus(height, n.times(n.noise(at, 30.0, 4.0), 0.7))
    stretched = n("VectorMath", {"operation": "MULTIPLY"}, _0=at, _1=(0.9, 11.0, 0.3)).outputs[0]
    lines = n("TexNoise", Vector=stretched, Scale=1.3, Detail=2.0).outputs[0]
    height = n.plus(height, n.times(n.times(lines, n.mask("forehead")), 5.0 * age))
    upright = n("VectorMath", {"operation": "MULTIPLY"}, _0=at, _1=(26.0, 3.0, 3.0)).outputs[0]
    height = n.plus(height, n.times(n.times(n.noise(upright, 1.6, 2.0), on_lips), 1.1))
    return n("Bump", Height=height, Strength=0.36 + 0.12 * age, Distance=0.018).outputs[0]


def plain(name: str, colour: Rgb, rough: float = 0.5, **inputs: Any) -> bpy.types.Material:
    """A plain surface of one colour."""
    n = Nodes(name)
    return n.done(n("BsdfPrincipled", Base_Color=colour, Roughness=rough, **inputs))


def strands(name: str, hair: Hair, rough: float = 0.32) -> bpy.types.Material:
    """Hair fibres by melanin, with grey strands and small differences between strands."""
    n = Nodes(name)
    varied = n.plus(n.times(n.mask("rnd"), 0.22), 0.89)
    melanin = n.times(n.times(n.math("SUBTRACT", 1.0, n.mask("grey")), hair.melanin), varied)
    settings = {"model": "CHIANG", "parametrization": "MELANIN"}
    fibre = n(
        "BsdfHairPrincipled",
        settings,
        Melanin=melanin,
        Melanin_Redness=hair.redness,
        Roughness=rough,
        Radial_Roughness=0.35,
        Random_Roughness=0.2,
    )
    return n.done(fibre)


def cloth(colour: Rgb) -> bpy.types.Material:
    """A ribbed knit."""
    n = Nodes("cloth")
    at = n("TexCoord").outputs["Object"]
    ribs = n("TexWave", {"bands_direction": "X"}, Vector=at, Scale=14.0, Distortion=1.5).outputs[1]
    height = n.plus(n.times(ribs, 0.06), n.times(n.noise(at, 1.6, 3.0), 3.0))
    tint = n.mix(n.noise(at, 40.0), scaled(colour, 0.8), scaled(colour, 1.15))
    bump = n("Bump", Height=height, Strength=0.5, Distance=0.05).outputs[0]
    shader = n(
        "BsdfPrincipled",
        Base_Color=tint,
        Roughness=0.85,
        Sheen_Weight=0.25,
        Normal=bump,
        Specular_IOR_Level=0.2,
    )
    return n.done(shader)


def eyeball(iris: Rgb) -> bpy.types.Material:
    """White, limbal ring, iris with fibres and pupil, drawn by distance from the axis."""
    n = Nodes("eye")
    out, place = n.mask("from_axis"), n.vector("iris_place")
    fibres = n.ramp(n.noise(place, 3.2, 5.0, 0.7), 0.3, 0.7)
    colour = n.mix(fibres, scaled(iris, 0.45), scaled(iris, 1.9))
    warm = (iris[0] * 1.7 + 0.03, iris[1] * 1.1 + 0.012, iris[2] * 0.6)
    colour = n.mix(n.times(n.ramp(out, 0.62, 0.42), 0.6), colour, warm)
    colour = n.mix(n.ramp(out, 0.78, 0.98), colour, scaled(iris, 0.16))
    colour = n.mix(n.ramp(out, 0.40, 0.36), colour, (0.003, 0.003, 0.003))
    white = n.mix(n.times(n.ramp(out, 1.4, 2.6), 0.5), (0.72, 0.69, 0.66), (0.60, 0.38, 0.33))
    colour = n.mix(n.ramp(out, 0.95, 1.08), colour, white)
    shader = n("BsdfPrincipled", Base_Color=colour, Roughness=0.6, Specular_IOR_Level=0.0)
    return n.done(shader)


def cornea() -> bpy.types.Material:
    """A clear shell that only reflects."""
    n = Nodes("cornea")
    clear, shine = n("BsdfTransparent").outputs[0], n("BsdfGlossy", Roughness=0.04).outputs[0]
    return n.done(n("MixShader", _0=n("Fresnel", IOR=1.38).outputs[0], _1=clear, _2=shine))


def teeth() -> bpy.types.Material:
    """Ivory with gaps between the teeth drawn by the shader."""
    n = Nodes("teeth")
    within = n.math("ABSOLUTE", n.math("SUBTRACT", n.math("FRACT", n.mask("arc")), 0.5))
    colour = n.mix(n.ramp(within, 0.42, 0.5), (0.72, 0.66, 0.56), (0.40, 0.29, 0.23))
    shader = n(
        "BsdfPrincipled",
        Base_Color=colour,
        Roughness=0.22,
        Emission_Color=(0.9, 0.82, 0.72),
        Emission_Strength=0.06,
        Subsurface_Weight=0.2,
        Subsurface_Scale=0.03,
    )
    return n.done(shader)
