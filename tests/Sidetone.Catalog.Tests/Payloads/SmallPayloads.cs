namespace Sidetone.Catalog.Tests;

/// <summary>The shorter events of the published catalog.</summary>
internal static partial class Payloads
{
    /// <summary>The insights summary.</summary>
    public const string InsightsSummary = """
        {
          "version": "0",
          "id": "e063ddf9-ac05-08ee-138c-7105a7d3c04b",
          "detail-type": "InsightsSummary",
          "source": "aws.partner/operata.com/a28453f9-c9d3-4c48-a7cd-84d9e67ac297/andyEventBus",
          "account": "083560837128",
          "time": "2023-06-01T05:00:13Z",
          "region": "ap-southeast-2",
          "resources": [],
          "detail": {
            "accountProperties": {
              "operataGroupId": "a28453f9-c9d3-4c48-a7cd-84d9e67ac297"
            },
            "contact": {
              "id": {
                "current": "ac7a6a89-43ff-4dce-8aa2-1e659475d24e"
              }
            },
            "insights": {
              "count": 1,
              "tags": [
                {
                  "description": "High Packet Loss"
                }
              ]
            }
          }
        }
        """;

    /// <summary>The agent reported issue; the published text lacks its last brace, which is added here.</summary>
    public const string AgentReportedIssue = """
        {
          "version": "0",
          "id": "2549e62b-aaaa-bbbb-ccc-3bc2dfae7676",
          "detail-type": "AgentReportedIssue",
          "source": "aws.partner/operata.com/a28453f9-3333-4444-555d-84d9e67ac297/andyEventBus",
          "account": "08350123456788",
          "time": "2023-06-01T04:26:12Z",
          "region": "ap-southeast-2",
          "resources": [],
          "detail": {
            "operataClientId": "a28453f9-c9d3-4c48-a7cd-84d9e67ac297",
            "agent": "andy",
            "state": "AgentReportedIssue",
            "context": {
              "callContactId": "",
              "category": "Softphone would not work",
              "cause": "Softphone would not work",
              "message": "Unresponsive softphone",
              "scenario": "",
              "severity": "Terrible"
            },
            "browser": {
              "name": "Chrome",
              "version": "113.0.5672.126"
            },
            "system": {
              "cpu": {
                "modelName": "Intel(R) Core(TM) i7-7700HQ CPU @ 2.80GHz",
                "idlePercentage": 76.91,
                "usedPercentage": 23.09
              },
              "memory": {
                "total": 16,
                "available": 1.33
              }
            },
            "softphoneError": {
              "type": "Softphone would not work",
              "message": ""
            },
            "timestamp": "2023-06-01T04:25:07.495Z",
            "id": "72f456d5ead0e9a2701fb03530ff3799"
          }
        }
        """;

    /// <summary>The headset summary.</summary>
    public const string HeadsetSummary = """
        {
          "version": "0",
          "id": "0ee84093-239d-b992-cb79-495a41952f30",
          "detail-type": "HeadsetSummary",
          "source": "aws.partner/operata.com/a28453f9-c9d3-4c48-a7cd-84d9e67ac297/andyEventBus",
          "account": "0835123456787",
          "time": "2023-06-01T04:49:23Z",
          "region": "ap-southeast-2",
          "resources": [],
          "detail": {
            "accountProperties": {
              "operataGroupId": "a28453f9-aaaa-bbbb-cccc-84d9e67ac297"
            },
            "contact": {
              "id": {
                "current": "8794983f-aaaa-bbbb-cccc-251045cfadd0",
                "previous": "",
                "next": ""
              },
              "interaction": {
                "totalDurationSec": 0,
                "onHoldDurationSec": 0,
                "agentInteractionDurationSec": 0
              },
              "queueName": ""
            },
            "headset": {
              "modelName": "Jabra PanaCast 20",
              "firmwareVersion": "3.2.6",
              "serialNumber": "A0000052B691",
              "apiVersion": "3.0.0-beta.4",
              "metrics": {
                "speech": {
                  "crossTalkTotal": 0,
                  "crossTalkTotalPct": 0,
                  "rxSpeechTotal": 0,
                  "rxSpeechTotalPct": 0,
                  "silenceTotal": 55.7,
                  "silenceTotalPct": 100,
                  "totalSeconds": 55.7,
                  "txSpeechTotal": 0,
                  "txSpeechTotalPct": 0
                },
                "exposureDb": {
                  "min": 0,
                  "max": 0,
                  "avg": 0
                },
                "backgroundNoiseDb": {
                  "min": 0,
                  "max": 0,
                  "avg": 0
                },
                "misalignedBoomArmCount": 0,
                "deviceMuteCount": 0,
                "deviceVolumeAdjustCount": 0
              }
            }
          }
        }
        """;

    /// <summary>The heartbeat, a list without an envelope.</summary>
    public const string HeartbeatWorkflow = """
        [
          {
            "agentId": "kanchan",
            "agentType": "",
            "axScore": 10,
            "createdOn": "2022-03-31T05:40:57.967565Z",
            "cxScore": 10,
            "diallerCallId": "CA355bf611223344557f2b9f420d77a52841",
            "groupId": "5bbbd17a-1111-2222-3333-c4674035f406",
            "heartbeatId": "7ac7ba31-1111-2222-3333-6796c5d0f2e5",
            "jobId": "1648705257967728403",
            "networkScore": 10,
            "receiverCallId": "5981c50a-1111-2222-3333-b65004a777f2",
            "routingProfileId": "",
            "status": "Call Not Accepted by Agent",
            "toNumber": "",
            "updatedOn": "2022-03-31T05:41:36.130184Z"
          }
        ]
        """;
}
