/* The part of ECharts the workbench draws with: bars and lines on a plain grid, on a canvas. */
export { init, use } from "echarts/core";
export { BarChart, LineChart } from "echarts/charts";
export { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
export { CanvasRenderer } from "echarts/renderers";
