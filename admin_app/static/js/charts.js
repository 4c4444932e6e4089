/*
 * Draws a chart from the table that is its source: a column with data-series is a series, the
 * data-value of its cells or of what stands in them are the points, and a bar leads where the link
 * in its cell leads. A table whose values are still to come is drawn when they are there.
 * Without this script the table says it all. Tooltips are drawn on the canvas too, since the
 * content policy allows no style inside markup.
 */

import {
  AriaComponent, BarChart, CanvasRenderer, GridComponent, LegendComponent, LineChart,
  TooltipComponent, init, use,
} from "../vendor/echarts/echarts.min.js";

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, AriaComponent,
  CanvasRenderer]);

const still = matchMedia("(prefers-reduced-motion: reduce)");
const dark = matchMedia("(prefers-color-scheme: dark)");
const charts = new Map();

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const valued = (cell) => (cell.dataset.value ? cell : cell.querySelector("[data-value]"));

/** The table as rows of names and series of points. */
function read(table) {
  const heads = [...table.tHead.rows[0].cells];
  const rows = [...table.tBodies[0].rows].filter((row) => row.querySelector("[data-value]"));
  const names = rows.map((row) => row.cells[0].innerText.trim());
  const series = heads.flatMap((head, column) => {
    if (!head.dataset.series) return [];
    const cells = rows.map((row) => row.cells[column]);
    return [{
      name: head.innerText.trim(),
      type: head.dataset.series,
      colour: colour(head.dataset.colour),
      points: cells.map((cell) => Number(valued(cell).dataset.value) / Number(head.dataset.scale || 1)),
      said: cells.map((cell) => cell.innerText.trim()),
      links: cells.map((cell) => cell.querySelector("a")?.href),
    }];
  });
  return { names, series };
}

/** An axis for each series: their units differ. */
function axis(one, index) {
  return {
    type: "value",
    name: one.name,
    minInterval: 1,
    position: index ? "right" : "left",
    nameTextStyle: { color: colour("--ink-soft"), align: index ? "right" : "left" },
    axisLabel: { color: colour("--ink-soft") },
    splitLine: { show: index === 0, lineStyle: { color: colour("--line-soft") } },
  };
}

function look(one, index) {
  return {
    name: one.name,
    type: one.type,
    yAxisIndex: index,
    data: one.points,
    barMaxWidth: 28,
    symbolSize: 6,
    itemStyle: { color: one.colour },
    lineStyle: { color: one.colour },
  };
}

function tip(table) {
  return ([first]) => [table.names[first.dataIndex],
    ...table.series.map((one) => `${one.name} ${one.said[first.dataIndex]}`)].join("\n");
}

function options(table) {
  const ink = colour("--ink");
  return {
    animation: !still.matches,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: 8, right: 8, top: 52, bottom: 4, containLabel: true },
    legend: { show: table.series.length > 1, top: 0, right: 0, textStyle: { color: colour("--ink-soft") } },
    tooltip: { trigger: "axis", renderMode: "richText", confine: true, formatter: tip(table),
      backgroundColor: colour("--paper"), borderColor: colour("--line"),
      textStyle: { color: ink } },
    xAxis: { type: "category", data: table.names, axisTick: { show: false },
      axisLabel: { color: colour("--ink-soft") },
      axisLine: { lineStyle: { color: colour("--line") } } },
    yAxis: table.series.map(axis),
    series: table.series.map(look),
  };
}

function draw(place) {
  const table = read(document.getElementById(place.dataset.chart));
  place.hidden = !table.names.length;
  if (place.hidden) return;
  const chart = charts.get(place) ?? init(place, null, { renderer: "canvas" });
  charts.set(place, chart);
  chart.setOption(options(table), true);
  chart.off("click");
  chart.on("click", ({ seriesIndex, dataIndex }) => {
    const link = table.series[seriesIndex].links[dataIndex];
    if (link) location.assign(link);
  });
}

function drawAll() {
  for (const place of charts.keys()) {
    if (place.isConnected) continue;
    charts.get(place).dispose();
    charts.delete(place);
  }
  document.querySelectorAll("[data-chart]").forEach(draw);
}

addEventListener("resize", () => charts.forEach((chart) => chart.resize()));
dark.addEventListener("change", drawAll);
document.addEventListener("htmx:after:swap", drawAll);
drawAll();
