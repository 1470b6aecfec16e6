import { Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes } from 'react';

type Attributes<Props> = Props & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof Props>;

/** A link to another page of the console, in a text or a table. */
export const TextLink = createLink((props: Attributes<AnchorProps>) => (
  <Anchor inherit underline="always" {...props} />
));

/** A link that looks like the next thing to do. */
export const ButtonLink = createLink((props: Attributes<ButtonProps>) => <Button component="a" {...props} />);
