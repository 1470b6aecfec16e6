import { createTheme, type CSSVariablesResolver } from '@mantine/core';

/** Contrast first: the shades are those that reach 4.5 : 1 on the page in light and in dark. */
export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 8, dark: 8 },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  headings: { fontWeight: '650' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
});

// Mantine's own dimmed text is 3.3 : 1 on white.
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: { '--mantine-color-dimmed': '#545b64', '--mantine-color-placeholder': '#646b73' },
  dark: { '--mantine-color-dimmed': '#a9adb5', '--mantine-color-placeholder': '#9a9fa8' },
});
