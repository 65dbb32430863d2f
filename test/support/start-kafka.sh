#!/usr/bin/env bash
# One Apache Kafka node in KRaft mode on the loopback address, for tests. Its jars come from Maven Central.
#
#   start-kafka.sh start DIR [PORT]   fetches, formats (once), starts, waits until it answers, prints HOST:PORT
#   start-kafka.sh stop DIR           stops it; what it holds stays in DIR
#
# Needs Java 17 and Maven (Debian: openjdk-17-jre-headless maven) and the packages of this project (npm ci).
set -euo pipefail

version=4.1.1
here=$(cd "$(dirname "$0")" && pwd)
command=${1:-}
[ -n "${2:-}" ] || { echo "usage: $0 start DIR [PORT] | stop DIR" >&2; exit 2; }
mkdir -p "$2"
home=$(cd "$2" && pwd)

fetch() {
  [ -f "$home/lib/.$version" ] && return
  cat > "$home/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>countersign.test</groupId>
  <artifactId>kafka</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>$version</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
POM
  mvn -q -B -f "$home/pom.xml" dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$home/lib" >&2
  touch "$home/lib/.$version"
}

format() {
  [ -f "$home/data/meta.properties" ] && return
  local port=$1 controller=$(($1 + 1))
  cat > "$home/server.properties" <<PROPERTIES
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$controller
listeners=PLAINTEXT://127.0.0.1:$port,CONTROLLER://127.0.0.1:$controller
advertised.listeners=PLAINTEXT://127.0.0.1:$port
controller.listener.names=CONTROLLER
log.dirs=$home/data
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
auto.create.topics.enable=false
PROPERTIES
  java -cp "$home/lib/*" kafka.tools.StorageTool format -t "$(cat /proc/sys/kernel/random/uuid)" -c "$home/server.properties" >> "$home/kafka.log" 2>&1
}

running() {
  [ -f "$home/pid" ] && kill -0 "$(cat "$home/pid")" 2> /dev/null
}

start() {
  fetch
  format "${1:-19092}"
  local address
  address=$(sed -n 's|^advertised.listeners=PLAINTEXT://||p' "$home/server.properties")
  if ! running; then
    nohup java -Xmx512m -cp "$home/lib/*" -Dorg.slf4j.simpleLogger.defaultLogLevel=warn kafka.Kafka "$home/server.properties" \
      >> "$home/kafka.log" 2>&1 < /dev/null &
    echo $! > "$home/pid"
  fi
  if ! "${NODE:-node}" --disable-warning=TimeoutNegativeWarning "$here/kafka-answers.mjs" "$address" 60; then
    echo "Kafka does not answer at $address; see $home/kafka.log" >&2
    exit 1
  fi
  echo "$address"
}

stop() {
  running || return 0
  kill "$(cat "$home/pid")"
  for _ in $(seq 1 300); do
    running || { rm -f "$home/pid"; return 0; }
    sleep 0.1
  done
  echo "Kafka does not stop" >&2
  exit 1
}

case $command in
  start) start "${3:-}" ;;
  stop) stop ;;
  *) echo "usage: $0 start DIR [PORT] | stop DIR" >&2; exit 2 ;;
esac
