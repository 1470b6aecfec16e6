import { useComputedColorScheme } from '@mantine/core';
import { useMediaQuery, useReducedMotion } from '@mantine/hooks';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useFormats } from '../../format/use-formats';
import { useLanguage, useTexts } from '../../i18n/use-texts';
import { bucketLabels } from '../bucket-labels';
import type { ChartData } from '../chart-data';
import { INKS } from '../palette';
import { chartTexts, unitText } from '../texts';
import classes from './chart.module.css';
import { chartOptions, type DrawnKind, inkOf } from './chart-options';
import { type Engine, startEngine } from './engine';
import { tooltipElement } from './tooltip-element';
import { type Tooltip, tooltipAt } from './tooltip-rows';

interface ChartProps {
  readonly data: ChartData;
  readonly kind: DrawnKind;
  /** Of the metric, in the language of the page. */
  readonly name: string;
  readonly height: number;
}

/** A chart whose buckets can be walked through with the arrow keys; each is read out with its exact values. */
export function Chart({ data, kind, name, height }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const engine = useRef<Engine>(undefined);
  const [at, setAt] = useState<number>();
  const t = useTexts(chartTexts);
  const told = useTold(data);
  const options = useOptions(data, kind, told);

  useEffect(() => {
    const started = startEngine(place.current!);
    engine.current = started;
    const sized = new ResizeObserver(() => started.resize());
    sized.observe(place.current!);
    return () => {
      sized.disconnect();
      started.dispose();
    };
  }, []);
  // Whole, so that series which are no longer asked for go.
  useEffect(() => engine.current?.setOption(options, { notMerge: true }), [options]);

  const last = data.starts.length - 1;
  const show = (index: number) => {
    setAt(index);
    engine.current?.dispatchAction({ type: 'showTip', seriesIndex: 0, dataIndex: index });
  };
  const walk = (event: KeyboardEvent) => {
    const next = stepOf(event.key, at ?? last, last);
    if (next === undefined) return;
    event.preventDefault();
    show(next);
  };
  const leave = () => engine.current?.dispatchAction({ type: 'hideTip' });
  const index = Math.min(at ?? last, last);
  return (
    <div
      ref={place}
      className={classes['chart']}
      style={{ height }}
      role="slider"
      tabIndex={0}
      aria-label={t('chart', {
        name,
        unit: t(unitText(data.unit)),
        buckets: data.starts.length,
        series: data.series.length,
      })}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, last)}
      aria-valuenow={Math.max(0, index)}
      aria-valuetext={spoken(told(index))}
      data-chart={kind}
      onKeyDown={walk}
      onBlur={leave}
    />
  );
}

function stepOf(key: string, at: number, last: number): number | undefined {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: Math.max(0, at - 1),
    ArrowRight: Math.min(last, at + 1),
    Home: 0,
    End: last,
  };
  return steps[key];
}

const spoken = ({ title, rows }: Tooltip): string =>
  [title, ...rows.map(({ name, value }) => `${name}: ${value}`)].join('; ');

type Told = (index: number) => Tooltip;

function useTold(data: ChartData): Told {
  const t = useTexts(chartTexts);
  const language = useLanguage();
  const formats = useFormats();
  return useMemo(() => {
    const labels = bucketLabels(language, data.granularity, data.starts);
    const words = { exact: (value: number | null) => formats.value(value, data.unit), hidden: t('hidden') };
    return (index: number) => tooltipAt(data, index, labels, words);
  }, [data, formats, language, t]);
}

function useOptions(data: ChartData, kind: DrawnKind, told: Told) {
  const t = useTexts(chartTexts);
  const language = useLanguage();
  const formats = useFormats();
  const scheme = useComputedColorScheme('light');
  const isStill = useReducedMotion();
  const isNarrow = useMediaQuery('(max-width: 48em)') ?? false;
  return useMemo(() => {
    const unit = t(unitText(data.unit));
    const short = (value: number) => formats.compactValue(value, data.unit);
    const options = chartOptions(data, { kind, scheme, language, isStill, isNarrow, unit, short });
    const inks = new Map(data.series.map((series, index) => [series.key, inkOf(series, index, scheme).colour]));
    const text = {
      unfinished: t(data.openWindowDays === undefined ? 'unfinished' : 'undecided'),
      more: (count: number) => t('more', { count }),
      inkOf: (key: string) => inks.get(key) ?? INKS[scheme].other,
    };
    return {
      ...options,
      tooltip: {
        ...options.tooltip,
        backgroundColor: INKS[scheme].background,
        borderColor: INKS[scheme].rule,
        formatter: (points: { dataIndex: number } | readonly { dataIndex: number }[]) =>
          tooltipElement(told([points].flat()[0]!.dataIndex), text),
      },
    };
  }, [data, kind, scheme, language, isStill, isNarrow, formats, t, told]);
}
