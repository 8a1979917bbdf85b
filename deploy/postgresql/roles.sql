-- Who may what in PostgreSQL: the gateway's role has the tables, Rasa's has a schema of its own and sees nothing else. As a
-- superuser in the database that is meant, from psql 15 on; safe to repeat, and to be run after a restore:
--   GATEWAY_PASSWORD=… RASA_PASSWORD=… psql --dbname arzi --file deploy/postgresql/roles.sql
\set ON_ERROR_STOP on
\getenv gateway_password GATEWAY_PASSWORD
\getenv rasa_password RASA_PASSWORD

SELECT format('CREATE ROLE %I', name) FROM unnest(ARRAY['arzi', 'arzi_rasa']) AS name
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec
ALTER ROLE arzi LOGIN PASSWORD :'gateway_password';
ALTER ROLE arzi_rasa LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS CONNECTION LIMIT 20
    PASSWORD :'rasa_password';

REVOKE ALL ON DATABASE :"DBNAME" FROM PUBLIC;
GRANT CONNECT, CREATE, TEMPORARY ON DATABASE :"DBNAME" TO arzi;
GRANT CONNECT ON DATABASE :"DBNAME" TO arzi_rasa;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO arzi;

-- Rasa's conversations. The gateway does not read them, and `arzi backup` leaves them out.
CREATE SCHEMA IF NOT EXISTS rasa;
ALTER SCHEMA rasa OWNER TO arzi_rasa;
SELECT format('ALTER TABLE rasa.%I OWNER TO arzi_rasa', tablename) FROM pg_tables WHERE schemaname = 'rasa' \gexec
REVOKE ALL ON SCHEMA rasa FROM PUBLIC, arzi;
