/** How the hand of a plan is at any time, and how that moves the mesh: as `signread.avatar.poses` and `HandMesh` do. */
import movement from "../../generated/hand.json";
import { type Key, LETTERS, type Plan, REST, smooth } from "./plan";

type Vector = readonly [number, number, number];
/** Rows of a matrix. */
export type Turn = readonly [Vector, Vector, Vector];

/** How a bone goes from rest to a pose: turned, and then shifted, in metres. */
export interface Moved {
  turn: Turn;
  shift: Vector;
}

/** angles: of each digit, thumb first, in degrees. place: palms to the right and up. */
export interface Pose {
  angles: number[][];
  wrist: Vector;
  place: readonly [number, number];
}

export const BONES: readonly string[] = movement.bones;
export const PALM_M = movement.palm_m;
const X: Vector = [1, 0, 0];
const Y: Vector = [0, 1, 0];
const SAME: Turn = [X, Y, [0, 0, 1]];
const NOWHERE: Vector = [0, 0, 0];
/** Degrees that a wrist bends at most, and where the elbow is of it, as a viewer sees it. */
const { wrist_bends: BEND, elbow: ELBOW } = movement;
const LATE = movement.late;
const BY_HANDSHAPE = new Map(Object.values(LETTERS).map(({ handshape, angles }) => [handshape, angles]));

/** The pose at a time in seconds. */
export function poseAt(plan: Plan, time: number): Pose {
  const { keys } = plan;
  const found = keys.findIndex((key) => key.time > time);
  const after = found < 0 ? keys.length : found;
  const one = keys[Math.max(after - 1, 0)];
  const other = keys[Math.min(after, keys.length - 1)];
  if (one === undefined || other === undefined) throw new RangeError("a plan without keys");
  const whole = other.time - one.time;
  const part = whole <= 0 ? 0 : Math.min(Math.max((time - one.time) / whole, 0), 1);
  const way = other.even ? part : smooth(part);
  const latest = LATE[LATE.length - 1] ?? 0;
  const changes = one.handshape !== other.handshape;
  const [begun, reached] = [anglesOf(one), anglesOf(other)];
  const opens = other.ajar * Math.sin(Math.PI * part) ** 2;
  const angles = begun.map((digit, number) => {
    const own = changes ? smooth(part * (1 + latest) - (LATE[number] ?? 0)) : way;
    return digit.map((angle, joint) => {
      const held = mixed(angle, reached[number]?.[joint] ?? 0, own);
      return mixed(held, movement.open[number]?.[joint] ?? 0, opens);
    });
  });
  const at = (name: "lean" | "tip" | "turn" | "x" | "y"): number => mixed(one[name], other[name], way);
  return { angles, wrist: [at("lean"), at("tip"), at("turn")], place: [at("x"), at("y")] };
}

function anglesOf({ handshape }: Key): number[][] {
  const angles = handshape === REST ? movement.rest : BY_HANDSHAPE.get(handshape);
  if (angles === undefined) throw new RangeError(`no handshape is called ${handshape}`);
  return angles;
}

function mixed(one: number, other: number, part: number): number {
  return one + (other - one) * part;
}

/** How each of `BONES` moves from rest, in the hand's own frame. */
export function moved({ angles, wrist }: Pose): Moved[] {
  const still = { turn: SAME, shift: NOWHERE };
  const bones: Moved[] = [{ turn: forearm(attitude(wrist)), shift: NOWHERE }, still, still];
  movement.joints.forEach((joints, digit) => {
    let place = vector(joints[0]);
    turnsOf(digit, angles[digit] ?? []).forEach((turn, segment) => {
      const start = vector(joints[segment]);
      bones.push({ turn, shift: minus(place, applied(turn, start)) });
      place = plus(place, applied(turn, minus(vector(joints[segment + 1]), start)));
    });
  });
  return bones;
}

/** How a hand that is held so is turned, as a viewer sees it. */
export function attitude([lean, tip, turn]: Vector): Turn {
  const [a, b, c] = [radians(lean), radians(tip), radians(turn)];
  const leaning: Turn = [
    [Math.cos(a), Math.sin(a), 0],
    [-Math.sin(a), Math.cos(a), 0],
    [0, 0, 1],
  ];
  const tipping: Turn = [X, [0, Math.cos(b), -Math.sin(b)], [0, Math.sin(b), Math.cos(b)]];
  const turning: Turn = [[Math.cos(c), 0, -Math.sin(c)], Y, [Math.sin(c), 0, Math.cos(c)]];
  // Pictures count y downwards and z away.
  const flip: Turn = [X, [0, -1, 0], [0, 0, -1]];
  return times(flip, times(turning, times(tipping, times(leaning, flip))));
}

/** How the forearm turns at the wrist, so that it comes from the elbow. */
function forearm(held: Turn): Turn {
  const elbow = unit(applied(transposed(held), vector(ELBOW)));
  const down: Vector = [0, -1, 0];
  const axis = cross(down, elbow);
  const sine = length(axis);
  if (sine < 1e-6) return SAME;
  return about(scaled(axis, 1 / sine), Math.min(degrees(Math.atan2(sine, dot(down, elbow))), BEND));
}

/** Of each bone of a digit: from how it is at rest to how it is posed. */
function turnsOf(digit: number, angles: readonly number[]): Turn[] {
  const joints = (movement.joints[digit] ?? []).map(vector);
  const bones = joints.slice(1).map((joint, segment) => unit(minus(joint, joints[segment] ?? NOWHERE)));
  const axis = vector(movement.axes[digit]);
  const first = bones[0] ?? Y;
  const [one = 0, two = 0, three = 0, four = 0, five = 0] = angles;
  const [raised, aside, roll, ...bends] = digit === 0 ? [two, one, three, four, five] : [one, four, 0, two, three];
  const atRest = pointing(degrees(Math.asin(first[2])), degrees(Math.atan2(first[0], first[1])));
  const turns = [times(pointing(raised ?? 0, aside ?? 0), times(about(Y, roll ?? 0), transposed(atRest)))];
  bends.forEach((bend, segment) => {
    const [near = Y, far = Y] = bones.slice(segment, segment + 2);
    const bent = degrees(Math.atan2(dot(cross(near, far), axis), dot(near, far)));
    turns.push(times(turns[segment] ?? SAME, about(axis, bend - bent)));
  });
  return turns;
}

/** Turns y out of the palm by so many degrees, and then to the thumb's side. */
function pointing(raised: number, aside: number): Turn {
  return times(about([0, 0, -1], aside), about(X, raised));
}

/** A turn about an axis of length 1 (Rodrigues). */
function about([a, b, c]: Vector, angle: number): Turn {
  const crossed: Turn = [
    [0, -c, b],
    [c, 0, -a],
    [-b, a, 0],
  ];
  const squared = times(crossed, crossed);
  const [sine, rest] = [Math.sin(radians(angle)), 1 - Math.cos(radians(angle))];
  const row = (number: 0 | 1 | 2): Vector =>
    plus(SAME[number], plus(scaled(crossed[number], sine), scaled(squared[number], rest)));
  return [row(0), row(1), row(2)];
}

function times(one: Turn, other: Turn): Turn {
  const columns = transposed(other);
  const row = (values: Vector): Vector => [dot(values, columns[0]), dot(values, columns[1]), dot(values, columns[2])];
  return [row(one[0]), row(one[1]), row(one[2])];
}

function transposed([[a, b, c], [d, e, f], [g, h, i]]: Turn): Turn {
  return [
    [a, d, g],
    [b, e, h],
    [c, f, i],
  ];
}

function applied(turn: Turn, to: Vector): Vector {
  return [dot(turn[0], to), dot(turn[1], to), dot(turn[2], to)];
}

function vector(values: readonly number[] | undefined): Vector {
  const [x = 0, y = 0, z = 0] = values ?? [];
  return [x, y, z];
}

function dot([a, b, c]: Vector, [x, y, z]: Vector): number {
  return a * x + b * y + c * z;
}

function cross([a, b, c]: Vector, [x, y, z]: Vector): Vector {
  return [b * z - c * y, c * x - a * z, a * y - b * x];
}

function plus([a, b, c]: Vector, [x, y, z]: Vector): Vector {
  return [a + x, b + y, c + z];
}

function minus(one: Vector, other: Vector): Vector {
  return plus(one, scaled(other, -1));
}

function scaled([a, b, c]: Vector, by: number): Vector {
  return [a * by, b * by, c * by];
}

function length(of: Vector): number {
  return Math.sqrt(dot(of, of));
}

function unit(of: Vector): Vector {
  return scaled(of, 1 / length(of));
}

function radians(angle: number): number {
  return (angle * Math.PI) / 180;
}

function degrees(angle: number): number {
  return (angle * 180) / Math.PI;
}
