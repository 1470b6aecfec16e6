import { Box, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './parts.module.css';

/** Names and what they are, aligned: `[['Topic', 'a.b'], …]`; undefined ones are left out. */
export function Facts({ facts }: { readonly facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <Box component="dl" className={classes.facts}>
      {facts
        .filter(([, value]) => value !== undefined && value !== null)
        .map(([name, value]) => (
          <div key={name} className={classes.fact}>
            <Text component="dt" size="sm" c="dimmed">
              {name}
            </Text>
            <Text component="dd" size="sm" className={classes.factValue}>
              {value}
            </Text>
          </div>
        ))}
    </Box>
  );
}
