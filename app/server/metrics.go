package server

import (
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics is what /metrics tells, in Prometheus' format.
type metrics struct {
	handler http.Handler
	lag     prometheus.Histogram
	refused *prometheus.CounterVec
	imports *prometheus.CounterVec
}

func newMetrics(s *Server) *metrics {
	m := &metrics{
		lag: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name:    "lectern_delivery_lag_seconds",
			Help:    "From the change in the database to the last write of each of the writers.",
			Buckets: prometheus.ExponentialBuckets(0.0005, 2, 16), // to 16 s
		}),
		refused: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "lectern_refused_streams_total", Help: "Streams refused since there were too many, in all or from one address.",
		}, []string{"limit"}),
		imports: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "lectern_imports_total", Help: "Imports, by how they ended.",
		}, []string{"result"}),
	}
	registry := prometheus.NewRegistry()
	count := func(name, help string, value func() int64) prometheus.Collector {
		return prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help}, func() float64 { return float64(value()) })
	}
	gauge := func(name, help string, value func() float64) prometheus.Collector {
		return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, value)
	}
	registry.MustRegister(
		m.lag, m.refused, m.imports,
		gauge("lectern_servers", "Servers on this database that are heard, this one included.", func() float64 { return float64(s.Roster.Servers()) }),
		gauge("lectern_viewers", "Streams that are followed now.", func() float64 { return float64(s.Hub.Viewers()) }),
		gauge("lectern_connections", "Connections that are open now, streams included.", func() float64 { return float64(s.connLimit.Open()) }),
		gauge("lectern_listener_up", "1 while the listener is connected to the database.", func() float64 {
			if s.Follower.Up() {
				return 1
			}
			return 0
		}),
		count("lectern_moves_total", "Positions published to viewers.", s.Hub.Moves),
		count("lectern_deliveries_total", "Events written to viewers by the writers.", func() int64 { return s.fanout.Deliveries() }),
		count("lectern_attended_deliveries_total", "Events written by a viewer's own goroutine (HTTP/2, TLS).", func() int64 { return s.fanout.Attended() }),
		count("lectern_listener_connects_total", "How often the listener has connected to the database.", s.Follower.Connects),
		count("lectern_postgres_restarts_total", "How often the embedded PostgreSQL was started again.", s.Restarts),
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	m.handler = promhttp.HandlerFor(registry, promhttp.HandlerOpts{DisableCompression: true})
	return m
}

// observeLag takes how long ago a change was made when it had been written.
// The database's clock may be another machine's, so it may be negative.
func (m *metrics) observeLag(lag time.Duration) { m.lag.Observe(max(0, lag.Seconds())) }
