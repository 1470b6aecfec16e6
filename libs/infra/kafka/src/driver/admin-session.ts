import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Admin } from 'kafkajs';
import type { KafkaConfig } from '../config/kafka.config';
import { KafkaUnavailable } from '../port/kafka-errors';
import { KafkaDriver } from './kafka-driver';

/** One connection for questions about topics and groups, made when first needed and again after it failed. */
@Injectable()
export class AdminSession implements OnApplicationShutdown {
  private session?: Promise<Admin>;
  private closed = false;

  constructor(private readonly driver: KafkaDriver) {}

  get config(): KafkaConfig {
    return this.driver.config;
  }

  async use<T>(question: (admin: Admin) => Promise<T>): Promise<T> {
    if (this.closed) throw new KafkaUnavailable('not_sent');
    const session = (this.session ??= this.connect());
    try {
      return await question(await session);
    } catch (error) {
      // Another question failed meanwhile, or we stop: what the driver says of a client that was taken from it means nothing.
      if (this.session !== session) throw new KafkaUnavailable('not_sent', { cause: error });
      // The driver's admin client does not always find its way back after a lost broker: the next question starts anew.
      void this.drop();
      throw error;
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.drop();
  }

  onApplicationShutdown(): Promise<void> {
    return this.close();
  }

  private async drop(): Promise<void> {
    const session = this.session;
    this.session = undefined;
    await session?.then((admin) => admin.disconnect()).catch(() => undefined);
  }

  private async connect(): Promise<Admin> {
    const admin = this.driver.kafka.admin();
    try {
      await admin.connect();
    } catch (error) {
      admin.disconnect().catch(() => undefined);
      throw error;
    }
    return admin;
  }
}
