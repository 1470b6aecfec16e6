/** The times by which a device's clock is judged. */
export interface ClockReading {
  readonly occurredAt: Date;
  /** When the device sent it, by its own clock. */
  readonly sentAt: Date | null;
  readonly receivedAt: Date;
}

export interface DeviceClocksOptions {
  /** A clock off by no more than this is believed. */
  readonly toleranceMs: number;
  /** Devices remembered; the one not seen for longest is forgotten first. */
  readonly devices: number;
}

// Readings of one wrong clock differ by the time on the way; on this grid they agree, also after a restart.
const GRID_MS = 30_000;

/**
 * How far the clock of each device is off. The first event seen of a device (and boot, where it names one) decides, with
 * or without an offset, and every later one is moved by the same: so the order of a device's own events never changes.
 * What decides is `received − sent`; an offset that would put the event after its own reception is no offset of a clock
 * and is not taken. A device forgotten for lack of room is judged anew by its next event.
 */
export class DeviceClocks {
  private readonly offsets = new Map<string, number>();

  constructor(private readonly options: DeviceClocksOptions) {}

  /** What to add to the occurred time of this event, in milliseconds. */
  offsetMs(device: string, reading: ClockReading): number {
    const known = this.offsets.get(device);
    const offset = known ?? this.judge(reading);
    this.offsets.delete(device);
    this.offsets.set(device, offset);
    if (this.offsets.size > this.options.devices) this.offsets.delete(this.offsets.keys().next().value!);
    return offset;
  }

  /** The same answers for a while, without anything being remembered here: to say what would be. */
  glance(): Pick<DeviceClocks, 'offsetMs'> {
    const judged = new Map<string, number>();
    return {
      offsetMs: (device, reading) => {
        const offset = this.offsets.get(device) ?? judged.get(device) ?? this.judge(reading);
        judged.set(device, offset);
        return offset;
      },
    };
  }

  private judge({ occurredAt, sentAt, receivedAt }: ClockReading): number {
    if (sentAt === null) return 0;
    const skew = receivedAt.getTime() - sentAt.getTime();
    if (Math.abs(skew) <= this.options.toleranceMs) return 0;
    const offset = Math.round(skew / GRID_MS) * GRID_MS;
    return occurredAt.getTime() + offset > receivedAt.getTime() + GRID_MS ? 0 : offset;
  }
}
