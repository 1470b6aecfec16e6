import { Injectable } from '@nestjs/common';
import { CollectConfig } from '../collect.config';

/**
 * Identities acknowledged lately, with their fingerprints: enough to tell a client that it repeats itself. That a repeat
 * counts once is decided elsewhere, and does not depend on this memory. Two generations: when one is full the older goes.
 */
@Injectable()
export class RecentEvents {
  private young = new Map<string, string>();
  private old = new Map<string, string>();

  constructor(private readonly config: CollectConfig) {}

  fingerprintOf(identity: string): string | undefined {
    return this.young.get(identity) ?? this.old.get(identity);
  }

  remember(identity: string, fingerprint: string): void {
    this.young.set(identity, fingerprint);
    if (this.young.size * 2 < this.config.recentEvents) return;
    this.old = this.young;
    this.young = new Map();
  }
}
