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
  components: {
    // A badge is a word or two: in a narrow column it would be cut in the middle of it.
    Badge: { styles: { root: { minWidth: 'max-content' } } },
  },
});

/** Words on their own light ground (badges, alerts): Mantine's are 3 to 4 : 1 for these. */
const WORDS_ON_LIGHT = {
  green: '#1a6429',
  teal: '#06604a',
  lime: '#3f6209',
  cyan: '#0b5566',
  orange: '#973606',
  yellow: '#7a4a00',
  red: '#a61e1e',
};

// Mantine's own dimmed text is 3.3 : 1 on white.
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#545b64',
    '--mantine-color-placeholder': '#646b73',
    ...Object.fromEntries(
      Object.entries(WORDS_ON_LIGHT).map(([color, words]) => [`--mantine-color-${color}-light-color`, words]),
    ),
  },
  dark: { '--mantine-color-dimmed': '#a9adb5', '--mantine-color-placeholder': '#9a9fa8' },
});
