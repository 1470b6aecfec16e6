import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, MarkAreaComponent, TooltipComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

// Only what is drawn with: the whole of ECharts is four times as much.
echarts.use([LineChart, BarChart, GridComponent, TooltipComponent, MarkAreaComponent, SVGRenderer]);

export type Engine = ReturnType<typeof echarts.init>;

export const startEngine = (element: HTMLElement): Engine => echarts.init(element, undefined, { renderer: 'svg' });
