import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../src/config.ts';

const read = (environment: Record<string, string>) => readConfig(environment, '/srv/reelay');

describe('settings', () => {
  it('need nothing: every one has a default', () => {
    expect(read({})).toEqual({
      config: {
        dataDir: '/srv/reelay/data',
        databaseFile: '/srv/reelay/data/reelay.db',
        publicUrl: null,
        budgetMonthlyMicroUsd: 100_000_000,
        allowedTenants: [],
        logLevel: null,
        workingDir: '/srv/reelay',
      },
      secrets: { secretKey: null },
    });
  });

  it('are read, with blanks taken for unset', () => {
    const { config, secrets } = read({
      DATA_DIR: '/var/lib/reelay',
      DATABASE_URL: 'sqlite:///var/db/books.db',
      PUBLIC_URL: 'https://reelay.example.org/',
      BUDGET_MONTHLY_USD: '12.5',
      ALLOWED_TENANTS: 'discord:1, slack:T02,',
      LOG_LEVEL: ' ',
      SECRET_KEY: 'x'.repeat(32),
      INIT_CWD: '/home/kim',
    });
    expect(config).toEqual({
      dataDir: '/var/lib/reelay',
      databaseFile: '/var/db/books.db',
      publicUrl: 'https://reelay.example.org',
      budgetMonthlyMicroUsd: 12_500_000,
      allowedTenants: ['discord:1', 'slack:T02'],
      logLevel: null,
      workingDir: '/home/kim',
    });
    expect(secrets.secretKey).toBe('x'.repeat(32));
  });

  it('that are wrong are all named at once, with what was expected and what came, and no secret', () => {
    const wrong = {
      DATABASE_URL: 'postgres://reelay:hunter3@db/reelay',
      PUBLIC_URL: 'ftp://here',
      SECRET_KEY: 'hunter2',
      BUDGET_MONTHLY_USD: 'lots',
      ALLOWED_TENANTS: 'discord:1,Discord!',
      LOG_LEVEL: 'loud',
    };
    const error = thrownBy(() => read(wrong));
    expect(error.problems).toHaveLength(6);
    expect(error.message).toMatchInlineSnapshot(`
      "Reelay can't start with these settings:
        - DATABASE_URL: expected the path of a SQLite file (PostgreSQL is not supported yet); got "postgres://…@db/reelay"
        - PUBLIC_URL: expected an address such as https://reelay.example.org; got "ftp://here"
        - SECRET_KEY: expected at least 32 characters (make one with: openssl rand -hex 32)
        - BUDGET_MONTHLY_USD: expected a number of dollars, such as 100; got "lots"
        - ALLOWED_TENANTS: expected a tenant such as discord:123 or console, got "Discord!"
        - LOG_LEVEL: expected one of silent, error, warn, info, debug; got "loud""
    `);
  });
});

function thrownBy(run: () => unknown): ConfigError {
  try {
    run();
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('expected a ConfigError, got none');
}
