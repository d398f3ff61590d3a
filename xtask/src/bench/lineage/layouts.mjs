// Lays out a picture with one of the known programs, each with its own defaults but left to right and with edges that may
// lean, as Waymark draws them. Arguments: the program, the picture, a small picture to warm up with, where to write.
// Written are the seconds of the layout alone and the ways of the edges; how often those cross is counted elsewhere.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

const [program, picturePath, smallPath, outPath] = process.argv.slice(2);
const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const pair = ({ x, y }) => [x, y];

async function elk() {
  const { default: Elk } = await import("elkjs/lib/elk.bundled.js");
  const engine = new Elk();
  return async ({ cards, arrows, card: [width, height] }) => {
    const graph = {
      id: "root",
      layoutOptions: { "elk.algorithm": "layered", "elk.direction": "RIGHT", "elk.edgeRouting": "POLYLINE" },
      children: Array.from({ length: cards }, (_, at) => ({ id: `${at}`, width, height })),
      edges: arrows.map(([from, to], at) => ({ id: `e${at}`, sources: [`${from}`], targets: [`${to}`] })),
    };
    const drawn = await engine.layout(graph);
    return () =>
      drawn.edges.map(({ sources, targets, sections: [way] }) => {
        const points = [way.startPoint, ...(way.bendPoints ?? []), way.endPoint];
        return [Number(sources[0]), Number(targets[0]), points.map(pair)];
      });
  };
}

async function dagre() {
  const { default: library } = await import("@dagrejs/dagre");
  return ({ cards, arrows, card: [width, height] }) => {
    const graph = new library.graphlib.Graph();
    graph.setGraph({ rankdir: "LR" });
    graph.setDefaultEdgeLabel(() => ({}));
    for (let at = 0; at < cards; at += 1) graph.setNode(`${at}`, { width, height });
    for (const [from, to] of arrows) graph.setEdge(`${from}`, `${to}`);
    library.layout(graph);
    return () => graph.edges().map((edge) => [Number(edge.v), Number(edge.w), graph.edge(edge).points.map(pair)]);
  };
}

async function d3dag() {
  const { graphConnect, sugiyama } = await import("d3-dag");
  return ({ arrows, card: [width, height] }) => {
    const graph = graphConnect()(arrows.map(([from, to]) => [`${from}`, `${to}`]));
    sugiyama().nodeSize([height, width])(graph);
    return () => [...graph.links()].map(({ source, target, points }) => [Number(source.data), Number(target.data), points]);
  };
}

function text({ arrows, card: [width, height] }) {
  const inches = (pixels) => (pixels / 72).toFixed(3);
  const node = `node [shape=box, fixedsize=true, width=${inches(width)}, height=${inches(height)}];`;
  return `digraph { rankdir=LR; ${node}\n${arrows.map(([from, to]) => `${from} -> ${to};`).join("\n")}\n}\n`;
}

// The curves of Graphviz, as polylines of eight pieces each.
function ways(plain) {
  const edges = plain.split("\n").filter((line) => line.startsWith("edge "));
  return edges.map((line) => {
    const [, from, to, count, ...rest] = line.split(" ");
    const at = Array.from({ length: Number(count) }, (_, index) => rest.slice(2 * index, 2 * index + 2).map(Number));
    const points = [at[0]];
    for (let first = 0; first + 3 < at.length; first += 3) {
      for (let piece = 1; piece <= 8; piece += 1) {
        const t = piece / 8;
        const u = 1 - t;
        const weights = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
        const axis = (which) => weights.reduce((sum, weight, index) => sum + weight * at[first + index][which], 0);
        points.push([axis(0), axis(1)]);
      }
    }
    return [Number(from), Number(to), points];
  });
}

async function graphviz() {
  return (picture) => {
    const drawn = spawnSync("dot", ["-Tplain"], { input: text(picture), encoding: "utf8", maxBuffer: 2 ** 30 });
    if (drawn.status !== 0) throw new Error(`dot: ${drawn.error ?? drawn.stderr}`);
    return () => ways(drawn.stdout);
  };
}

async function wasm() {
  const { Graphviz } = await import("@hpcc-js/wasm-graphviz");
  const engine = await Graphviz.load();
  return (picture) => {
    const plain = engine.layout(text(picture), "plain", "dot");
    return () => ways(plain);
  };
}

const layout = await { elk, dagre, d3dag, graphviz, wasm }[program]();
await layout(read(smallPath));
const picture = read(picturePath);
const since = performance.now();
const edges = await layout(picture);
const seconds = (performance.now() - since) / 1000;
writeFileSync(outPath, JSON.stringify({ seconds, edges: edges() }));
