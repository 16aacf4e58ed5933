/** The hand that spells, drawn with WebGL. Loaded when it is first shown: three.js is large. */
import {
  Bone,
  DirectionalLight,
  Group,
  HemisphereLight,
  Matrix4,
  type Mesh,
  MeshStandardMaterial,
  PerspectiveCamera,
  Scene,
  SkinnedMesh,
  WebGLRenderer,
} from "three";
import { GLTFLoader } from "three/addons/loaders/GLTFLoader.js";
import type { Side } from "../core/avatar/plan";
import { attitude, BONES, moved, PALM_M, type Pose, type Turn } from "../core/avatar/pose";
import type { Skin } from "./settings";

/** Metres: how high the part of the world is that is seen, how far away it is, and what of it is in the middle. */
const FIELD = 0.38;
/** What of it is seen when a letter is looked at closely. */
const CLOSE = 0.78;
const DISTANCE = 1.2;
/** How wide a picture must be, in its height, for a hand that moves. */
const WIDEST = 1;
const MIDDLE = 0.05;
/** Where the lamp is, as the one who looks sees it. */
const LAMP = [-0.5, 0.7, 0.1] as const;
/** Radians that the hand turns for a pixel, and for a key. */
const A_PIXEL = 0.01;
const A_KEY = Math.PI / 12;
const STEEPEST = 1.2;

export class HandView {
  private readonly scene = new Scene();
  private readonly camera = new PerspectiveCamera(20, 4 / 3, 0.1, 5);
  private readonly world = new Group();
  private readonly lamp = new DirectionalLight(0xfff6ec, 2.2);
  private readonly signer: Group;
  private readonly mesh: Mesh;
  private readonly bones: Bone[] = [];
  private around = 0;
  private above = 0;
  private zoom = 1;

  /** Shows a hand on a canvas. Throws where there is no WebGL, or the hand cannot be loaded. */
  static async open(canvas: HTMLCanvasElement, changed: () => void): Promise<HandView> {
    const renderer = new WebGLRenderer({ canvas, antialias: true, alpha: true });
    const { scene } = await new GLTFLoader().loadAsync("./hand.glb");
    return new HandView(renderer, scene, changed);
  }

  private constructor(
    private readonly renderer: WebGLRenderer,
    loaded: Group,
    private readonly changed: () => void,
  ) {
    this.lamp.position.set(...LAMP);
    this.camera.add(this.lamp, this.lamp.target);
    this.lamp.target.position.set(0, 0, -1);
    this.scene.add(new HemisphereLight(0xf2f5ff, 0x8c8078, 1.3), this.camera, this.world);
    this.world.add(loaded);
    let [mesh, signer]: [SkinnedMesh | null, Group | null] = [null, null];
    const bones = new Map<string, Bone>();
    loaded.traverse((node) => {
      if (node instanceof SkinnedMesh) mesh = node;
      else if (node instanceof Bone) bones.set(node.name, node);
      else if (node.name === "signer") signer = node as Group;
    });
    if (mesh === null || signer === null) throw new Error("hand.glb has no hand");
    this.mesh = mesh;
    this.signer = signer;
    this.signer.matrixAutoUpdate = false;
    for (const name of BONES) {
      const bone = bones.get(name.replace(" ", "_"));
      if (bone === undefined) throw new Error(`hand.glb has no ${name}`);
      bone.matrixAutoUpdate = false;
      this.bones.push(bone);
    }
    this.mesh.frustumCulled = false;
    this.mesh.geometry.computeVertexNormals();
    this.mesh.material = new MeshStandardMaterial({ vertexColors: true, roughness: 0.62 });
    const { domElement: canvas } = this.renderer;
    canvas.addEventListener("pointerdown", (event) => canvas.setPointerCapture(event.pointerId));
    canvas.addEventListener("pointermove", (event) => {
      if (canvas.hasPointerCapture(event.pointerId)) this.turn(-event.movementX * A_PIXEL, event.movementY * A_PIXEL);
    });
    canvas.addEventListener("keydown", (event) => {
      const [x, y] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key] ?? [];
      if (x === undefined || y === undefined) return;
      event.preventDefault();
      this.turn(x * A_KEY, y * A_KEY);
    });
    canvas.addEventListener("webglcontextrestored", () => this.changed());
  }

  /** Whether the browser took away what draws. */
  get isLost(): boolean {
    return this.renderer.getContext().isContextLost();
  }

  /** Looks at the hand from somewhere else, by so many radians. */
  turn(around: number, above: number): void {
    this.around += around;
    this.above = Math.min(Math.max(this.above + above, -STEEPEST), STEEPEST);
    this.changed();
  }

  /** Looks at the hand as others see it, or as the one who spells. */
  lookAs(who: "viewer" | "signer"): void {
    this.around = who === "signer" ? Math.PI : 0;
    this.above = 0;
    this.changed();
  }

  /** Whether a letter is looked at closely, and not a hand that needs room to move. */
  set close(close: boolean) {
    this.zoom = close ? CLOSE : 1;
  }

  set skin(skin: Skin) {
    const { geometry } = this.mesh;
    geometry.userData["medium"] ??= geometry.getAttribute("color");
    geometry.setAttribute("color", skin === "medium" ? geometry.userData["medium"] : geometry.getAttribute(`_${skin}`));
    this.changed();
  }

  /** sway: radians by which it is seen from aside besides. */
  draw(pose: Pose, hand: Side, sway = 0): void {
    moved(pose).forEach(({ turn, shift }, number) => {
      this.bones[number]?.matrix.copy(matrix(turn, shift));
    });
    const [x, y] = pose.place;
    this.signer.matrix.copy(matrix(attitude(pose.wrist), [x * PALM_M, y * PALM_M, 0]));
    this.world.scale.x = hand === "left" ? -1 : 1;
    this.world.updateMatrixWorld(true);
    this.fit();
    const [level, height] = [DISTANCE * Math.cos(this.above), DISTANCE * Math.sin(this.above)];
    const around = this.around + sway;
    this.camera.position.set(level * Math.sin(around), MIDDLE + height, level * Math.cos(around));
    this.camera.lookAt(0, MIDDLE, 0);
    this.renderer.render(this.scene, this.camera);
  }

  /** As many pixels as the page gives it. */
  private fit(): void {
    const { domElement: canvas } = this.renderer;
    const ratio = Math.min(devicePixelRatio, 2);
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (width === 0 || height === 0) return;
    const field = FIELD * this.zoom * Math.max(1, WIDEST / (width / height)); // a narrow place shows all of the hand, too
    const angle = (2 * Math.atan(field / 2 / DISTANCE) * 180) / Math.PI;
    const fits = canvas.width === Math.floor(width * ratio) && canvas.height === Math.floor(height * ratio);
    if (fits && this.camera.fov === angle) return;
    this.renderer.setPixelRatio(ratio);
    this.renderer.setSize(width, height, false);
    this.camera.aspect = width / height;
    this.camera.fov = angle;
    this.camera.updateProjectionMatrix();
  }
}

function matrix([[a, b, c], [d, e, f], [g, h, i]]: Turn, [x, y, z]: readonly [number, number, number]): Matrix4 {
  return new Matrix4(a, b, c, x, d, e, f, y, g, h, i, z, 0, 0, 0, 1);
}
